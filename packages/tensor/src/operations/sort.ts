import { axisOf, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { call, empty, expectDtype } from './call.ts';
import { takeAlong } from './rows.ts';
import { inOrder, slice, transpose, type Range } from './shape.ts';

export interface Sorted {
  readonly values: Tensor;
  /** int32: where each value stood. */
  readonly indices: Tensor;
}

export interface SortOptions {
  readonly axis?: number;
  readonly descending?: boolean;
}

/** Sorted along an axis (the last one); equal elements keep their order, NaN comes last. Gradient: to where it stood. */
export function sort(x: Tensor, options: SortOptions = {}): Sorted {
  const indices = argSort(x, options);
  return { values: takeAlong(x, indices, options.axis ?? -1), indices };
}

/** int32 indices that sort along an axis. No gradient. */
export function argSort(x: Tensor, options: SortOptions = {}): Tensor {
  expectDtype('sort', x, 'float32');
  const along = axisOf('sort', x.shape, options.axis ?? -1);
  const order = [...[...x.shape.keys()].filter((i) => i !== along), along];
  const rows = inOrder(transpose(x, order));
  const { backend } = x.storage;
  const length = x.shape[along] as number;
  const indices = empty(rows.shape, 'int32', backend);
  const parameters = {
    rows: length === 0 ? 0 : x.size / length,
    length,
    descending: options.descending === true,
  };
  if (x.size > 0) call('sort', [rows], [empty(rows.shape, 'float32', backend), indices], parameters);
  return transpose(
    indices,
    x.shape.map((_, i) => order.indexOf(i)),
  );
}

/** The `k` greatest elements along an axis, the greatest first. Gradient: to where they stood. */
export function topK(x: Tensor, k: number, axis = -1): Sorted {
  const along = axisOf('topK', x.shape, axis);
  if (!Number.isInteger(k) || k < 0 || k > (x.shape[along] as number))
    throw new ShapeError(`topK: of ${String(x.shape[along])} elements ${k} cannot be taken.`);
  const before = new Array<Range>(along).fill(null);
  const indices = slice(argSort(x, { axis, descending: true }), ...before, [0, k]);
  return { values: takeAlong(x, indices, axis), indices };
}
