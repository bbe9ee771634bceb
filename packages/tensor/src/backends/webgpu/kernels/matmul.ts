import { at, type GpuKernel, type Plan } from '../plan.ts';
import { reshaped, type View } from '../view.ts';
import { fill } from './elementwise.ts';
import { multiply } from './gemm.ts';

export const matmul: GpuKernel<'matmul'> = (plan, inputs, outputs) => {
  product(plan, at(inputs, 0), at(inputs, 1), at(outputs, 0), inputs[2]);
  return true;
};

/** A whole product: a GPU has no use for half a matrix. */
export const gram: GpuKernel<'gram'> = (plan, inputs, outputs) => {
  const [x, c] = [at(inputs, 0), at(outputs, 0)];
  const [n, k] = x.shape as [number, number];
  const [row, column] = x.strides as [number, number];
  const left = reshaped(x, [1, 1, n, k], [0, 0, row, column]);
  const right = reshaped(x, [1, 1, k, n], [0, 0, column, row]);
  product(plan, left, right, reshaped(c, [1, 1, n, n]));
  return true;
};

function product(plan: Plan, a: View, b: View, c: View, start?: View): void {
  const [outer, within, rows, columns] = c.shape as [number, number, number, number];
  const inner = a.shape[3] as number;
  if (inner === 0) return void fill(plan, [], [c], { value: 0 });
  const [aOuter, aWithin, aRow, aColumn] = a.strides as [number, number, number, number];
  const [bOuter, bWithin, bRow, bColumn] = b.strides as [number, number, number, number];
  multiply(plan, c, {
    shader: start === undefined ? 'matmul' : 'matmul from a row',
    batch: outer * within,
    rows,
    columns,
    inner,
    reads: start === undefined ? { a, b } : { a, b, start },
    numbers: { within, aOuter, aWithin, aRow, aColumn, bOuter, bWithin, bRow, bColumn },
    leftAlongInner: aColumn === 1,
    rightAlongInner: bColumn !== 1,
    elements: /* wgsl */ `
fn left(batch: i32, row: i32, k: i32) -> f32 {
  return a[p.aAt + batch / p.within * p.aOuter + batch % p.within * p.aWithin + row * p.aRow + k * p.aColumn];
}
fn right(batch: i32, k: i32, column: i32) -> f32 {
  return b[p.bAt + batch / p.within * p.bOuter + batch % p.within * p.bWithin + k * p.bRow + column * p.bColumn];
}
`,
    ...(start !== undefined && { start: 'start[p.startAt + column]' }),
  });
}
