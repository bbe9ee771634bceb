import { joinAxes } from '../array/join-axes.ts';
import { broadcastShapes, sameShape, show, ShapeError, sizeOf } from '../array/shape.ts';
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
  return record('matmul', [a, b], product(a, b), (gradient, [toA, toB]) => [
    toA === true ? sumTo(matmul(gradient, transpose(b)), a.shape) : null,
    toB === true ? towardsRight(a, b, gradient) : null,
  ]);
}

/**
 * x·W + b in one pass: x [..., inputs], weights [inputs, outputs], shift [outputs] → [..., outputs]. Sums as `matmul`
 * makes them, begun with the shift. Gradient: g·Wᵀ to x, xᵀ·g to the weights, Σ g over rows to the shift.
 * @throws ShapeError where the lengths differ.
 */
export function linear(x: Tensor, weights: Tensor, shift: Tensor): Tensor {
  for (const part of [x, weights, shift]) expectDtype('linear', part, 'float32');
  const [inputs, outputs] = weights.shape;
  if (
    weights.shape.length !== 2 ||
    x.shape.length === 0 ||
    x.shape.at(-1) !== inputs ||
    !sameShape(shift.shape, [outputs as number])
  )
    throw new ShapeError(
      `linear: x ${show(x.shape)}, weights ${show(weights.shape)} and shift ${show(shift.shape)} do not fit: ` +
        '[..., inputs], [inputs, outputs] and [outputs] are taken.',
    );
  const rows = x.shape.length === 1 ? reshape(x, [1, inputs as number]) : x;
  const y = record(
    'linear',
    [rows, weights, shift],
    product(rows, weights, inOrder(shift)),
    (gradient, [toX, toWeights, toShift]) => [
      toX === true ? matmul(gradient, transpose(weights)) : null,
      toWeights === true ? towardsRight(rows, weights, gradient) : null,
      toShift === true ? sumTo(gradient, shift.shape) : null,
    ],
  );
  return rows === x ? y : reshape(y, [outputs as number]);
}

/** One matrix for a whole batch gets its gradient as one product instead of a sum of many. */
function towardsRight(a: Tensor, b: Tensor, gradient: Tensor): Tensor {
  if (b.shape.length === 2 && a.shape.length > 2) {
    const rows = (x: Tensor): Tensor => reshape(x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) as number]);
    return matmul(transpose(rows(a)), rows(gradient));
  }
  return sumTo(matmul(transpose(a), gradient), b.shape);
}

/** a·b, each row begun with `start` [n] where there is one; not noted on the tape. */
function product(a: Tensor, b: Tensor, start?: Tensor): Tensor {
  const [m, k, n] = [a.shape.at(-2), a.shape.at(-1), b.shape.at(-1)] as [number, number, number];
  const { backend } = a.storage;
  // Nothing to multiply: the start alone is left.
  if (k === 0 && start !== undefined) return copied(spread('linear', start, [...a.shape.slice(0, -1), n]));
  // A batch of dense matrices times one matrix is one product with many rows.
  if (b.shape.length === 2 && a.dense) {
    const rows = sizeOf(a.shape.slice(0, -1));
    const y = empty([...a.shape.slice(0, -1), n], 'float32', backend);
    const left = view(a, [1, 1, rows, k], [0, 0, k, 1], a.offset);
    const right = view(b, [1, 1, k, n], [0, 0, ...b.strides], b.offset);
    return multiply(left, right, view(y, [1, 1, rows, n], [0, 0, n, 1], 0), y, start);
  }
  const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const y = empty([...batch, m, n], 'float32', backend);
  const [left, right] = overTwoAxes(spreadOver(a, batch), spreadOver(b, batch));
  const [outer, inner] = left.shape as [number, number];
  const out = view(y, [outer, inner, m, n], [inner * m * n, m * n, n, 1], 0);
  return multiply(left, right, out, y, start);
}

function copied(x: Tensor): Tensor {
  return call('copy', [x], [empty(x.shape, x.dtype, x.storage.backend)], {});
}

function multiply(left: Tensor, right: Tensor, out: Tensor, y: Tensor, start: Tensor | undefined): Tensor {
  if (y.size > 0) call('matmul', start === undefined ? [left, right] : [left, right, start], [out], {});
  for (const part of [left, right, out]) part.dispose();
  return y;
}

function spreadOver(x: Tensor, batch: readonly number[]): Tensor {
  const full = [...batch, ...x.shape.slice(-2)];
  return sameShape(x.shape, full) ? x : spread('matmul', x, full);
}

/**
 * Views [outer, inner, rows, columns] of two batches of matrices: of themselves where two axes step through both, as
 * attention's heads do; of copies in order where it takes more.
 */
function overTwoAxes(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const batch = a.shape.slice(0, -2);
  const joined = joinAxes(batch, [a.strides.slice(0, -2), b.strides.slice(0, -2)]);
  if (joined.lengths.length > 2) {
    const [left, right] = [inOrder(a), inOrder(b)];
    return a === left ? overTwoAxes(left, right) : overTwoAxes(left, b);
  }
  const filled = (list: readonly number[] | undefined, filler: number): number[] => [
    ...new Array<number>(2 - joined.lengths.length).fill(filler),
    ...(list ?? []),
  ];
  const lengths = filled(joined.lengths, 1);
  const [left, right] = [a, b].map((x, i) =>
    view(
      x,
      [...lengths, ...x.shape.slice(-2)],
      [...filled(joined.strides[i], 0), ...x.strides.slice(-2)],
      x.offset,
    ),
  );
  return [left as Tensor, right as Tensor];
}

/** Σ aᵢ·bᵢ over the last axis. */
export function dot(a: Tensor, b: Tensor): Tensor {
  const row = (x: Tensor): Tensor => reshape(x, [...x.shape.slice(0, -1), 1, x.shape.at(-1) as number]);
  const y = matmul(row(a), transpose(row(b)));
  return reshape(y, y.shape.slice(0, -2));
}
