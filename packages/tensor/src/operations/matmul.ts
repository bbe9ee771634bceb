import { broadcastShapes, sameShape, show, ShapeError, sizeOf, type Shape } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { call, empty, expectDtype } from './call.ts';
import { inOrder, reshape, transpose, view } from './shape.ts';
import { spread, sumTo } from './sum.ts';

/**
 * Matrix product: [..., m, k] · [..., k, n] → [..., m, n]; the axes in front spread to one shape. Transposed views are
 * taken as they are. Products are summed in float32, in blocks of 256, in an order that no number of threads changes.
 * Gradient: g·bᵀ to a, aᵀ·g to b, summed over what was spread.
 * @throws ShapeError where the inner lengths differ, or a tensor has fewer than two axes.
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  expectDtype('matmul', a, 'float32');
  expectDtype('matmul', b, 'float32');
  const [k, inner] = [a.shape.at(-1), b.shape.at(-2)];
  if (a.shape.length < 2 || b.shape.length < 2 || k !== inner)
    throw new ShapeError(
      `matmul: ${show(a.shape)} and ${show(b.shape)} do not fit: [..., m, k] and [..., k, n] with the same k are taken.`,
    );
  const y = product(a, b);
  return record('matmul', [a, b], y, (gradient, [toA, toB]) => [
    toA === true ? sumTo(matmul(gradient, transpose(b)), a.shape) : null,
    toB === true ? towardsRight(a, b, gradient) : null,
  ]);
}

/** One matrix for a whole batch gets its gradient as one product instead of a sum of many. */
function towardsRight(a: Tensor, b: Tensor, gradient: Tensor): Tensor {
  if (b.shape.length === 2 && a.shape.length > 2) {
    const rows = (x: Tensor): Tensor => reshape(x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) as number]);
    return matmul(transpose(rows(a)), rows(gradient));
  }
  return sumTo(matmul(transpose(a), gradient), b.shape);
}

function product(a: Tensor, b: Tensor): Tensor {
  const [m, k, n] = [a.shape.at(-2), a.shape.at(-1), b.shape.at(-1)] as [number, number, number];
  const { backend } = a.storage;
  // A batch of dense matrices times one matrix is one product with many rows.
  if (b.shape.length === 2 && a.dense) {
    const rows = sizeOf(a.shape.slice(0, -1));
    const y = empty([...a.shape.slice(0, -1), n], 'float32', backend);
    const left = view(a, [1, rows, k], [0, k, 1], a.offset);
    const right = view(b, [1, k, n], [0, ...b.strides], b.offset);
    return multiply(left, right, view(y, [1, rows, n], [0, n, 1], 0), y);
  }
  const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const y = empty([...batch, m, n], 'float32', backend);
  const count = sizeOf(batch);
  return multiply(
    matrices(a, batch, count),
    matrices(b, batch, count),
    view(y, [count, m, n], [m * n, n, 1], 0),
    y,
  );
}

function multiply(left: Tensor, right: Tensor, out: Tensor, y: Tensor): Tensor {
  if (y.size > 0) call('matmul', [left, right], [out], {});
  for (const part of [left, right, out]) part.dispose();
  return y;
}

/** A view [count, rows, columns] whose first axis steps evenly: of `x` itself where that is possible. */
function matrices(x: Tensor, batch: Shape, count: number): Tensor {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const full = [...batch, rows, columns];
  const wide = sameShape(x.shape, full) ? x : spread('matmul', x, full);
  const strides = wide.strides.slice(0, -2);
  const last = wide.strides.slice(-2);
  const lengths = wide.shape.slice(0, -2);
  const step = evenStep(lengths, strides);
  if (step !== null) return view(wide, [count, rows, columns], [step, ...last], wide.offset);
  const dense = inOrder(wide);
  return view(dense, [count, rows, columns], [rows * columns, columns, 1], dense.offset);
}

/** How far several axes step when they are counted as one; null where they do not step evenly. */
function evenStep(lengths: readonly number[], strides: readonly number[]): number | null {
  let step: number | null = null;
  let next = 0;
  for (let axis = lengths.length - 1; axis >= 0; axis--) {
    const length = lengths[axis] as number;
    if (length === 1) continue;
    const stride = strides[axis] as number;
    if (step === null) step = stride;
    else if (stride !== next) return null;
    next = stride * length;
  }
  return step ?? 0;
}

/** Σ aᵢ·bᵢ over the last axis. */
export function dot(a: Tensor, b: Tensor): Tensor {
  const row = (x: Tensor): Tensor => reshape(x, [...x.shape.slice(0, -1), 1, x.shape.at(-1) as number]);
  const y = matmul(row(a), transpose(row(b)));
  return reshape(y, y.shape.slice(0, -2));
}
