import { scratch } from '../jobs.ts';
import { addressOf, at, divide, type WasmKernel } from './machine.ts';

/** Rows or columns of the result that one unit of work covers: some micro-tiles of 6 × 8. */
const rowStrip = 12;
const columnStrip = 16;

export const matmul: WasmKernel<'matmul'> = (machine, inputs, outputs) => {
  const [a, b, c] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const [batch, m, n] = c.shape as [number, number, number];
  const k = a.shape[2] as number;
  if (k === 0) return machine.backend.run('fill', [], [c], { value: 0 });
  const [aBatch, aRow, aColumn] = a.strides as [number, number, number];
  const [bBatch, bRow, bColumn] = b.strides as [number, number, number];
  // The longer side is divided: each thread packs the other factor for itself.
  const byColumns = n > m ? 1 : 0;
  const strip = byColumns ? columnStrip : rowStrip;
  const strips = Math.ceil((byColumns ? n : m) / strip);
  divide(
    machine,
    (batch * m * n * k) / 16,
    'matmul',
    batch * strips,
    addressOf(a),
    aBatch,
    aRow,
    aColumn,
    addressOf(b),
    bBatch,
    bRow,
    bColumn,
    addressOf(c),
    m,
    n,
    k,
    0,
    strips,
    strip,
    byColumns,
    scratch,
  );
};
