import { scratch } from '../jobs.ts';
import { addressOf, at, divide, type WasmKernel } from './machine.ts';

/** Rows or columns of the result that one unit of work covers: some micro-tiles of 6 × 8. */
const rowStrip = 12;
const columnStrip = 16;

export const matmul: WasmKernel<'matmul'> = (machine, inputs, outputs) => {
  const [a, b, c] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const start = inputs[2];
  const [outer, inner, m, n] = c.shape as Four;
  const k = a.shape[3] as number;
  if (k === 0) return machine.backend.run('fill', [], [c], { value: 0 });
  const [aOuter, aInner, aRow, aColumn] = a.strides as Four;
  const [bOuter, bInner, bRow, bColumn] = b.strides as Four;
  // The longer side is divided: each thread packs the other factor for itself.
  const byColumns = n > m ? 1 : 0;
  const strip = byColumns ? columnStrip : rowStrip;
  const strips = Math.ceil((byColumns ? n : m) / strip);
  divide(
    machine,
    (outer * inner * m * n * k) / 16,
    'matmul',
    outer * inner * strips,
    addressOf(a),
    aOuter,
    aInner,
    aRow,
    aColumn,
    addressOf(b),
    bOuter,
    bInner,
    bRow,
    bColumn,
    addressOf(c),
    start === undefined ? 0 : addressOf(start),
    inner,
    m,
    n,
    k,
    strips,
    strip,
    byColumns,
    scratch,
  );
};

type Four = [number, number, number, number];

/** Rows of a unit, as in kernels/matmul.ts. */
const gramRows = 24;

export const gram: WasmKernel<'gram'> = (machine, inputs, outputs) => {
  const [x, c] = [at(inputs, 0), at(outputs, 0)];
  const [n, k] = x.shape as [number, number];
  if (k === 0) return machine.backend.run('fill', [], [c], { value: 0 });
  const pairs = Math.ceil(Math.ceil(n / gramRows) / 2);
  divide(machine, (n * n * k) / 32, 'gram', pairs, addressOf(x), addressOf(c), n, k, scratch);
};
