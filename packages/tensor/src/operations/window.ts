import { show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import type { Window } from '../backends/kernels.ts';

export interface WindowOptions {
  /** How far windows are apart: one number, or [down, across]. 1 by default. */
  readonly stride?: number | readonly [number, number];
  /**
   * What lies around the image: `valid` nothing (default), `same` as much as makes the result ⌈h / stride⌉ × ⌈w / stride⌉
   * (the odd one after the image), a number all around, or [[top, bottom], [left, right]].
   */
  readonly padding?:
    'valid' | 'same' | number | readonly [readonly [number, number], readonly [number, number]];
}

export interface Placed {
  readonly window: Window;
  /** Windows down and across. */
  readonly p: number;
  readonly q: number;
}

/** Where windows of a size lie on x [n, h, w, c]. @throws ShapeError where none fits. */
export function placeWindow(
  operation: string,
  x: Tensor,
  size: readonly number[],
  { stride = 1, padding = 'valid' }: WindowOptions,
): Placed {
  const [, h, w] = x.shape as [number, number, number];
  const [height, width] = size as [number, number];
  const [strideY, strideX] = typeof stride === 'number' ? [stride, stride] : stride;
  for (const value of [height, width, strideY, strideX])
    if (!Number.isInteger(value) || value < 1)
      throw new ShapeError(`${operation}: windows and strides are whole numbers above 0, not ${value}.`);
  const [[top, bottom], [left, right]] =
    padding === 'valid'
      ? [
          [0, 0],
          [0, 0],
        ]
      : padding === 'same'
        ? [same(h, height, strideY), same(w, width, strideX)]
        : typeof padding === 'number'
          ? [
              [padding, padding],
              [padding, padding],
            ]
          : padding;
  for (const value of [top, bottom, left, right] as number[])
    if (!Number.isInteger(value) || value < 0)
      throw new ShapeError(`${operation}: padding is a whole number of at least 0, not ${value}.`);
  const p = count(h, height, strideY, (top as number) + (bottom as number));
  const q = count(w, width, strideX, (left as number) + (right as number));
  if (p < 1 || q < 1)
    throw new ShapeError(
      `${operation}: no window of ${height} × ${width} fits on x ${show(x.shape)} with padding [[${top}, ${bottom}], [${left}, ${right}]].`,
    );
  return { window: { height, width, strideY, strideX, top: top as number, left: left as number }, p, q };
}

function count(length: number, size: number, stride: number, padding: number): number {
  return Math.floor((length + padding - size) / stride) + 1;
}

function same(length: number, size: number, stride: number): [number, number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
