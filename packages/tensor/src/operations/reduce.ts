import { axisOf, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { div, mul, sub } from './arithmetic.ts';
import { call, empty, expectDtype } from './call.ts';
import { equal } from './compare.ts';
import { square } from './functions.ts';
import { inOrder, reshape, view } from './shape.ts';
import { reduceWith, sum, type Axes, type ReduceOptions } from './sum.ts';

/** Σ / n over the axes; over all of them without any. @throws ShapeError of nothing. */
export function mean(x: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  const total = sum(x, axes, options);
  const count = x.size / Math.max(1, total.size);
  if (x.size === 0) throw new ShapeError(`mean: ${show(x.shape)} holds nothing.`);
  return div(total, count);
}

/** The mean of squared distances from the mean; divided by n - `correction` (0 by default). */
export function variance(
  x: Tensor,
  axes?: Axes,
  options: ReduceOptions & { correction?: number } = {},
): Tensor {
  const centred = sub(x, mean(x, axes, { keepDims: true }));
  const total = sum(square(centred), axes, options);
  return div(total, x.size / total.size - (options.correction ?? 0));
}

/** The greatest element; NaN where there is one. Gradient: to the greatest ones, in equal parts. */
export function max(x: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  return extreme('max', x, axes, options);
}

/** The least element; NaN where there is one. Gradient: to the least ones, in equal parts. */
export function min(x: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  return extreme('min', x, axes, options);
}

function extreme(name: 'max' | 'min', x: Tensor, axes: Axes, options: ReduceOptions): Tensor {
  const reduced = reduceWith(name, x, axes);
  const y = record(name, [x], reduced.kept, (gradient) => {
    const found = equal(x, reduced.kept);
    return [mul(found, div(gradient, sum(found, reduced.axes, { keepDims: true })))];
  });
  return options.keepDims === true ? y : reshape(y, reduced.shape);
}

/** int32 indices of the greatest elements along an axis; the first of equal ones. No gradient. */
export function argMax(x: Tensor, axis = -1): Tensor {
  return argExtreme('max', x, axis);
}

/** int32 indices of the least elements along an axis; the first of equal ones. No gradient. */
export function argMin(x: Tensor, axis = -1): Tensor {
  return argExtreme('min', x, axis);
}

function argExtreme(name: 'max' | 'min', x: Tensor, axis: number): Tensor {
  expectDtype(`arg${name}`, x, 'float32');
  const along = axisOf(`arg${name}`, x.shape, axis);
  const length = x.shape[along] as number;
  if (length === 0) throw new ShapeError(`arg${name}: ${show(x.shape)} has nothing along axis ${axis}.`);
  const shape = x.shape.filter((_, i) => i !== along);
  const y = empty(shape, 'int32', x.storage.backend);
  return call('argReduce', [inOrder(lastly(x, along))], [y], { name, rows: y.size, length });
}

/** The axis moved to the end, as a view that the tape does not see. */
function lastly(x: Tensor, axis: number): Tensor {
  const move = (list: readonly number[]): number[] => [
    ...list.filter((_, i) => i !== axis),
    list[axis] as number,
  ];
  return view(x, move(x.shape), move(x.strides), x.offset);
}

/**
 * Running sums along an axis: y_i = Σ_{j ≤ i} x_j, or over j ≥ i where `reverse`.
 * Gradient: running sums the other way round.
 */
export function cumsum(x: Tensor, axis = -1, options: { readonly reverse?: boolean } = {}): Tensor {
  expectDtype('cumsum', x, 'float32');
  const along = axisOf('cumsum', x.shape, axis);
  const moved = inOrder(lastly(x, along));
  const length = x.shape[along] as number;
  const reverse = options.reverse === true;
  const sums = call('cumulativeSum', [moved], [empty(moved.shape, 'float32', x.storage.backend)], {
    rows: length === 0 ? 0 : x.size / length,
    length,
    reverse,
  });
  // Back to where the axis was.
  const y = view(sums, x.shape, backTo(sums.strides, along), 0);
  return record('cumsum', [x], y, (gradient) => [cumsum(gradient, along, { reverse: !reverse })]);
}

function backTo(strides: readonly number[], axis: number): number[] {
  const rest = strides.slice(0, -1);
  rest.splice(axis, 0, strides.at(-1) as number);
  return rest;
}
