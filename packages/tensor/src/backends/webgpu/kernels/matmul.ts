import { at, type GpuKernel } from '../plan.ts';
import { fill } from './elementwise.ts';
import { multiply } from './gemm.ts';

export const matmul: GpuKernel<'matmul'> = (plan, inputs, outputs) => {
  const [a, b, c] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const [batch, rows, columns] = c.shape as [number, number, number];
  const inner = a.shape[2] as number;
  if (inner === 0) return fill(plan, [], [c], { value: 0 });
  const [aBatch, aRow, aColumn] = a.strides as [number, number, number];
  const [bBatch, bRow, bColumn] = b.strides as [number, number, number];
  multiply(plan, c, {
    shader: 'matmul',
    batch,
    rows,
    columns,
    inner,
    reads: { a, b },
    numbers: { aBatch, aRow, aColumn, bBatch, bRow, bColumn },
    leftAlongInner: aColumn === 1,
    rightAlongInner: bColumn !== 1,
    elements: /* wgsl */ `
fn left(batch: i32, row: i32, k: i32) -> f32 { return a[p.aAt + batch * p.aBatch + row * p.aRow + k * p.aColumn]; }
fn right(batch: i32, k: i32, column: i32) -> f32 { return b[p.bAt + batch * p.bBatch + k * p.bRow + column * p.bColumn]; }
`,
  });
  return true;
};
