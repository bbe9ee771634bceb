import { joinAxes } from '../array/join-axes.ts';
import { axisOf, checkShape, denseStrides, show, ShapeError, sizeOf, type Shape } from '../array/shape.ts';
import { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { isRecording } from '../tape/recording.ts';
import { SliceGradient, type Taken } from '../tape/slice-gradient.ts';
import { call, empty } from './call.ts';

/** The same storage seen in another way; not noted on the tape. */
export function view(x: Tensor, shape: Shape, strides: readonly number[], offset: number): Tensor {
  return new Tensor(x.storage, x.dtype, shape, strides, offset);
}

/** `x` itself where it is dense, a dense copy of it elsewhere; not noted on the tape. */
export function inOrder(x: Tensor): Tensor {
  return x.dense ? x : call('copy', [x], [empty(x.shape, x.dtype, x.storage.backend)], {});
}

/** A copy of its own, dense. Gradient: the same. */
export function copy(x: Tensor): Tensor {
  const y = call('copy', [x], [empty(x.shape, x.dtype, x.storage.backend)], {});
  return record('copy', [x], y, (gradient) => [gradient]);
}

/**
 * The same elements in another shape of the same size; one length may be -1 and follows from the others. Copies only
 * where no strides step through them in that order.
 * @throws ShapeError where the sizes differ.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const full = fillIn(x, shape);
  if (sizeOf(full) !== x.size)
    throw new ShapeError(
      `reshape: ${show(x.shape)} has ${x.size} elements, ${show(shape)} has ${sizeOf(full)}.`,
    );
  const from = x.shape;
  const strides = x.dense ? denseStrides(full) : stridesThrough(x, full);
  const dense = strides === null ? inOrder(x) : x;
  const y = view(dense, full, strides ?? denseStrides(full), dense.offset);
  return record('reshape', [x], y, (gradient) => [reshape(gradient, from)]);
}

/** Strides with which a view of another shape steps through the same elements; null where there are none. */
function stridesThrough(x: Tensor, shape: Shape): number[] | null {
  if (x.size === 0) return denseStrides(shape);
  const { lengths, strides } = joinAxes(x.shape, [x.strides]);
  // What is left of the joined axis that is being divided, from the last one on.
  let left = lengths.pop() ?? 1;
  let step = strides[0]?.pop() ?? 0;
  const found: number[] = [];
  for (const length of shape.toReversed()) {
    if (length > 1 && left === 1) {
      left = lengths.pop() ?? 1;
      step = strides[0]?.pop() ?? 0;
    }
    if (left % length !== 0) return null;
    found.push(step);
    left /= length;
    step *= length;
  }
  return found.reverse();
}

function fillIn(x: Tensor, shape: Shape): Shape {
  const open = shape.indexOf(-1);
  if (open < 0) {
    checkShape('reshape', shape);
    return shape;
  }
  const rest = shape.reduce((size, length, axis) => (axis === open ? size : size * length), 1);
  if (rest <= 0 || x.size % rest !== 0)
    throw new ShapeError(
      `reshape: ${show(x.shape)} has ${x.size} elements, which ${show(shape)} does not divide.`,
    );
  return shape.map((length, axis) => (axis === open ? x.size / rest : length));
}

/**
 * Axes in another order, without a copy: y's axis i is x's axis `order[i]`. Without an order the last two change places.
 * @throws ShapeError where `order` does not name every axis once.
 */
export function transpose(x: Tensor, order?: readonly number[]): Tensor {
  const rank = x.shape.length;
  const axes = order?.map((axis) => axisOf('transpose', x.shape, axis)) ?? swapLast(x);
  if (new Set(axes).size !== rank || axes.length !== rank)
    throw new ShapeError(
      `transpose: the order [${String(order)}] must name every axis of ${show(x.shape)} once.`,
    );
  const pick = (list: readonly number[]): number[] => axes.map((axis) => list[axis] as number);
  const y = view(x, pick(x.shape), pick(x.strides), x.offset);
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return record('transpose', [x], y, (gradient) => [transpose(gradient, back)]);
}

function swapLast(x: Tensor): number[] {
  const rank = x.shape.length;
  if (rank < 2) throw new ShapeError(`transpose: ${show(x.shape)} has no two axes that could change places.`);
  return x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
}

/** Axes of length 1 put in where `axes` say, counted in the result. */
export function expandDims(x: Tensor, ...axes: readonly number[]): Tensor {
  const rank = x.shape.length + axes.length;
  const places = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  const lengths = x.shape.values();
  return reshape(
    x,
    Array.from({ length: rank }, (_, axis) => (places.has(axis) ? 1 : (lengths.next().value ?? 1))),
  );
}

/** Without the axes that are named, which must have length 1; without names, without all of length 1. */
export function squeeze(x: Tensor, ...axes: readonly number[]): Tensor {
  const named = new Set(axes.map((axis) => axisOf('squeeze', x.shape, axis)));
  for (const axis of named)
    if (x.shape[axis] !== 1)
      throw new ShapeError(`squeeze: axis ${axis} of ${show(x.shape)} has length ${x.shape[axis]}, not 1.`);
  const gone = (length: number, axis: number): boolean => (axes.length > 0 ? named.has(axis) : length === 1);
  return reshape(
    x,
    x.shape.filter((length, axis) => !gone(length, axis)),
  );
}

/** `[begin, end)` with a step along each of the first axes; ends below 0 count from the back. */
export type Range = readonly [begin: number, end?: number, step?: number] | null;

/**
 * A part of a tensor, without a copy: for each axis from the first on, null for all of it or [begin, end, step]. Ends
 * beyond the tensor are cut off, as in NumPy.
 *
 * `slice(x, null, [0, 10])` are the first ten columns; `slice(x, [0, Infinity, 2])` every second row.
 * Gradient: zero outside of the part.
 * @throws ShapeError where there are more ranges than axes, or a step is not above 0.
 */
export function slice(x: Tensor, ...ranges: readonly Range[]): Tensor {
  if (ranges.length > x.shape.length)
    throw new ShapeError(`slice: ${show(x.shape)} has fewer axes than the ${ranges.length} ranges.`);
  const parts = x.shape.map((length, axis) => {
    const [begin = 0, end = length, step = 1] = ranges[axis] ?? [];
    if (!Number.isInteger(step) || step < 1)
      throw new ShapeError(
        `slice: a step is a whole number above 0, not ${step}. Use flip() to go backwards.`,
      );
    const from = clamp(begin < 0 ? begin + length : begin, length);
    const to = Math.max(from, clamp(end < 0 ? end + length : end, length));
    return { from, step, count: Math.ceil((to - from) / step) };
  });
  const shape = parts.map(({ count }) => count);
  const strides = parts.map(({ step }, axis) => step * (x.strides[axis] as number));
  const offset = parts.reduce((sum, { from }, axis) => sum + from * (x.strides[axis] as number), x.offset);
  const whole = x.shape;
  return record('slice', [x], view(x, shape, strides, offset), (gradient) => [
    isRecording() ? placed(gradient, whole, parts) : new SliceGradient(gradient, parts),
  ]);
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length);
}

/** Zeros of a shape with `x` put where a slice of it was. Gradient: that slice. */
function placed(x: Tensor, shape: Shape, parts: readonly Taken[]): Tensor {
  const y = call('fill', [], [empty(shape, x.dtype, x.storage.backend)], { value: 0 });
  const strides = parts.map(({ step }, axis) => step * (y.strides[axis] as number));
  const offset = parts.reduce((sum, { from }, axis) => sum + from * (y.strides[axis] as number), 0);
  const target = view(y, x.shape, strides, offset);
  call('copy', [x], [target], {});
  target.dispose();
  const ranges = parts.map(({ from, step, count }): Range => [from, from + step * count, step]);
  return record('placed', [x], y, (gradient) => [slice(gradient, ...ranges)]);
}

/** Backwards along some axes, without a copy. Gradient: turned back. */
export function flip(x: Tensor, ...axes: readonly number[]): Tensor {
  const turned = new Set(axes.map((axis) => axisOf('flip', x.shape, axis)));
  let offset = x.offset;
  for (const axis of turned)
    offset += Math.max(0, (x.shape[axis] as number) - 1) * (x.strides[axis] as number);
  const strides = x.strides.map((stride, axis) => (turned.has(axis) ? -stride : stride));
  return record('flip', [x], view(x, x.shape, strides, offset), (gradient) => [flip(gradient, ...axes)]);
}

/** Zeros around: `widths[i]` is how many before and after along axis i. Gradient: cut off again. */
export function pad(x: Tensor, widths: readonly (readonly [before: number, after: number])[]): Tensor {
  if (widths.length !== x.shape.length)
    throw new ShapeError(
      `pad: ${widths.length} pairs of widths were given for the axes of ${show(x.shape)}.`,
    );
  const parts = widths.map(([before], axis) => ({ from: before, step: 1, count: x.shape[axis] as number }));
  const shape = widths.map(([before, after], axis) => before + (x.shape[axis] as number) + after);
  checkShape('pad', shape);
  return placed(x, shape, parts);
}
