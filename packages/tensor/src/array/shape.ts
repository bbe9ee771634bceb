/** Lengths along each axis; `[]` is a single number. */
export type Shape = readonly number[];

/** An operation was called with shapes, axes or kinds of elements that it cannot take. The message says the rule. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** As people write it: `[2, 3]`. */
export function show(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Elements to step along each axis where the last axis is dense: `[2, 3]` → `[3, 1]`. */
export function denseStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Whether elements lie one after the other in the order of the shape. Axes of length 1 may step as they like. */
export function isDense(shape: Shape, strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] as number;
    if (length !== 1 && strides[axis] !== step) return length === 0 || sizeOf(shape) === 0;
    step *= length;
  }
  return true;
}

/** @throws ShapeError where a length is negative or not whole. */
export function checkShape(operation: string, shape: Shape): void {
  for (const length of shape)
    if (!Number.isInteger(length) || length < 0)
      throw new ShapeError(`${operation}: lengths are whole numbers of at least 0, not ${show(shape)}.`);
}

/**
 * The axis counted from the front; -1 is the last one.
 * @throws ShapeError where there is no such axis.
 */
export function axisOf(operation: string, shape: Shape, axis: number): number {
  const found = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(found) || found < 0 || found >= shape.length)
    throw new ShapeError(`${operation}: ${show(shape)} has no axis ${axis}.`);
  return found;
}

/**
 * The shape that both spread to, by NumPy's rule: aligned at the end, lengths are equal or one of them is 1.
 * @throws ShapeError with both shapes where they do not.
 */
export function broadcastShapes(operation: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    const left = a[a.length - fromEnd] ?? 1;
    const right = b[b.length - fromEnd] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new ShapeError(
        `${operation}: ${show(a)} and ${show(b)} do not fit. Aligned at the end, each pair of lengths must be equal ` +
          `or one of them 1; here ${left} meets ${right}.`,
      );
    shape[rank - fromEnd] = left === 1 ? right : left;
  }
  return shape;
}
