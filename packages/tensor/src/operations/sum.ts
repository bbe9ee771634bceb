import { axisOf, broadcastShapes, sameShape, show, ShapeError, sizeOf, type Shape } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { call, empty, expectDtype } from './call.ts';
import { inOrder, reshape, view } from './shape.ts';

export interface ReduceOptions {
  /** Keeps the reduced axes with length 1. */
  readonly keepDims?: boolean;
}

/** One axis, several, or all of them. */
export type Axes = number | readonly number[] | undefined;

/**
 * Σ over the axes; over all of them without any. Of nothing it is 0. Summed by blocks, the same on any number of threads.
 * Gradient: the result's, repeated.
 */
export function sum(x: Tensor, axes?: Axes, options: ReduceOptions = {}): Tensor {
  const reduced = reduceWith('sum', x, axes);
  const from = x.shape;
  const y = record('sum', [x], reduced.kept, (gradient) => [broadcastTo(gradient, from)]);
  return options.keepDims === true ? y : reshape(y, reduced.shape);
}

/**
 * Repeats axes of length 1, and puts axes in front, without a copy. Gradient: summed over what was repeated.
 * @throws ShapeError where `x` does not spread to `shape` by NumPy's rule.
 */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const from = x.shape;
  return record('broadcastTo', [x], spread('broadcastTo', x, shape), (gradient) => [sumTo(gradient, from)]);
}

/** broadcastTo, not noted on the tape. */
export function spread(operation: string, x: Tensor, shape: Shape): Tensor {
  if (!sameShape(broadcastShapes(operation, x.shape, shape), shape))
    throw new ShapeError(`${operation}: ${show(x.shape)} does not spread to ${show(shape)}.`);
  const added = shape.length - x.shape.length;
  const strides = shape.map((length, axis) =>
    axis < added || (x.shape[axis - added] === 1 && length !== 1) ? 0 : (x.strides[axis - added] as number),
  );
  return view(x, shape, strides, x.offset);
}

/** What was spread to the gradient's shape gets the sum over its repetitions. */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const added = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((length, axis) =>
    axis < added || (shape[axis - added] === 1 && length !== 1) ? [axis] : [],
  );
  return reshape(sum(gradient, axes), shape);
}

/** A tensor reduced along some axes, which the tape does not know yet. */
export interface Reduced {
  /** With the reduced axes of length 1. */
  readonly kept: Tensor;
  /** Without them. */
  readonly shape: Shape;
  readonly axes: readonly number[];
}

export function reduceWith(name: 'sum' | 'max' | 'min', x: Tensor, axes: Axes): Reduced {
  expectDtype(name, x, 'float32');
  const list = axes === undefined ? x.shape.map((_, axis) => axis) : typeof axes === 'number' ? [axes] : axes;
  const chosen = new Set(list.map((axis) => axisOf(name, x.shape, axis)));
  const keptShape = x.shape.map((length, axis) => (chosen.has(axis) ? 1 : length));
  const shape = x.shape.filter((_, axis) => !chosen.has(axis));
  if (name !== 'sum' && [...chosen].some((axis) => x.shape[axis] === 0) && sizeOf(keptShape) > 0)
    throw new ShapeError(`${name}: ${show(x.shape)} has nothing along the axes [${[...chosen].join(', ')}].`);
  // Runs of neighbouring axes are reduced together, the last run first.
  let current = inOrder(x);
  for (const [first, last] of runs(chosen, x.shape.length).reverse()) {
    const outer = sizeOf(current.shape.slice(0, first));
    const length = sizeOf(current.shape.slice(first, last));
    const inner = sizeOf(current.shape.slice(last));
    const next = current.shape.map((size, axis) => (axis >= first && axis < last ? 1 : size));
    const y = empty(next, 'float32', x.storage.backend);
    current = call('reduce', [current], [y], { name, outer, length, inner });
  }
  // A view of its own, so that the tape never finds `x` itself as a result.
  return {
    kept: view(current, keptShape, current.strides, current.offset),
    shape,
    axes: [...chosen],
  };
}

function runs(axes: ReadonlySet<number>, rank: number): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (let axis = 0; axis < rank; axis++) {
    if (!axes.has(axis)) continue;
    const last = found.at(-1);
    if (last !== undefined && last[1] === axis) last[1] = axis + 1;
    else found.push([axis, axis + 1]);
  }
  return found;
}
