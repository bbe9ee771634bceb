import { axisOf, show, ShapeError, sizeOf } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import type { Bag } from '../backends/kernels.ts';
import { EmbeddingTable } from '../tape/embedding-table.ts';
import { record } from '../tape/origin.ts';
import { isRecording } from '../tape/recording.ts';
import { SparseRows } from '../tape/sparse-rows.ts';
import { div, maximum } from './arithmetic.ts';
import { call, empty, expectDtype, expectRank } from './call.ts';
import { greaterEqual } from './compare.ts';
import { cast } from './create.ts';
import { expectIndices } from './indices.ts';
import { inOrder, reshape, transpose } from './shape.ts';
import { sum } from './sum.ts';

/**
 * Rows of a table by index: table [rows, ...] of any kind of elements (labels and pixels too), int32 indices of any shape →
 * [indices..., ...]; zeros for an index of -1. Gradient: added to the rows that were taken, in the order of the indices.
 * @throws ShapeError where an index is outside of the table. On WebGPU that is not looked at.
 */
export function gather(table: Tensor, indices: Tensor): Tensor {
  expectDtype('gather, indices', indices, 'int32');
  if (table.shape.length === 0) throw new ShapeError('gather: a table has at least one axis.');
  const [rows, ...rest] = table.shape as [number, ...number[]];
  expectIndices('gather', indices, -1, rows);
  const shape = { rows, count: indices.size, width: sizeOf(rest) };
  const ordered = inOrder(indices);
  const y = empty([...indices.shape, ...rest], table.dtype, table.storage.backend);
  call('gather', [inOrder(table), ordered], [y], shape);
  return record('gather', [table], y, (gradient) => [
    reshape(
      scatterAdd(reshape(gradient, [shape.count, shape.width]), reshape(ordered, [shape.count]), rows),
      table.shape,
    ),
  ]);
}

/**
 * Zeros [rows, width], to which x[i] is added in row indices[i]: x [count, width], int32 indices [count]; -1 adds nowhere.
 * The sum's order is that of the indices on any number of threads. Gradient: the rows that were added to.
 */
export function scatterAdd(x: Tensor, indices: Tensor, rows: number): Tensor {
  expectRank('scatterAdd', x, 2, 'x [count, width]');
  expectDtype('scatterAdd', indices, 'int32');
  const [count, width] = x.shape as [number, number];
  if (indices.size !== count)
    throw new ShapeError(
      `scatterAdd: ${show(x.shape)} has ${count} rows, the indices ${show(indices.shape)} name others.`,
    );
  expectIndices('scatterAdd', indices, -1, rows);
  const y = empty([rows, width], 'float32', x.storage.backend);
  call('scatterAdd', [inOrder(x), inOrder(indices)], [y], { rows, count, width });
  return record('scatterAdd', [x], y, (gradient) => [gather(gradient, reshape(indices, [count]))]);
}

/**
 * One element for each index along an axis: x [..., n, ...], int32 indices of the same shape but for that axis → the
 * shape of the indices. Gradient: added where it was taken from.
 */
export function takeAlong(x: Tensor, indices: Tensor, axis = -1): Tensor {
  const along = axisOf('takeAlong', x.shape, axis);
  if (along !== x.shape.length - 1) {
    const order = [...x.shape.keys()].filter((i) => i !== along);
    const back = x.shape.map((_, i) => (i === along ? order.length : order.indexOf(i)));
    return transpose(takeAlong(transpose(x, [...order, along]), transpose(indices, [...order, along])), back);
  }
  const length = x.shape[along] as number;
  const rowShape = x.shape.slice(0, -1);
  if (show(indices.shape.slice(0, -1)) !== show(rowShape))
    throw new ShapeError(
      `takeAlong: ${show(x.shape)} and indices ${show(indices.shape)} differ in more than the axis.`,
    );
  const shape = { rows: sizeOf(rowShape), length, count: indices.shape.at(-1) as number };
  expectIndices('takeAlong', indices, -1, length);
  const ordered = inOrder(indices);
  const y = empty(indices.shape, 'float32', x.storage.backend);
  call('takeAlong', [inOrder(x), ordered], [y], shape);
  return record('takeAlong', [x], y, (gradient) => [putAlong(gradient, ordered, length)]);
}

/** Zeros [..., length], to which g [..., count] is added at the indices. Gradient: what was added, taken back. */
function putAlong(g: Tensor, indices: Tensor, length: number): Tensor {
  const rowShape = g.shape.slice(0, -1);
  const shape = { rows: sizeOf(rowShape), length, count: g.shape.at(-1) as number };
  const y = empty([...rowShape, length], 'float32', g.storage.backend);
  call('takeAlongGradient', [inOrder(g), indices], [y], shape);
  return record('putAlong', [g], y, (gradient) => [takeAlong(gradient, indices)]);
}

export interface BagOptions {
  /** The mean (default) or the sum of a bag's rows. */
  readonly mode?: 'mean' | 'sum';
}

/**
 * Sums or means of rows of a table: table [rows, width], int32 indices [bags, length] (-1 fills short bags up) →
 * [bags, width]. Gradient: added to the rows that were taken; as SparseRows where the table is an EmbeddingTable.
 * @throws ShapeError where an index is outside of the table. On WebGPU that is not looked at.
 */
export function embeddingBag(
  table: Tensor | EmbeddingTable,
  indices: Tensor,
  options: BagOptions = {},
): Tensor {
  const weights = table instanceof EmbeddingTable ? table.weights : table;
  expectRank('embeddingBag', weights, 2, 'a table [rows, width]');
  expectRank('embeddingBag', indices, 2, 'indices [bags, length]');
  expectDtype('embeddingBag', indices, 'int32');
  const [rows, width] = weights.shape as [number, number];
  const [bags, length] = indices.shape as [number, number];
  expectIndices('embeddingBag', indices, -1, rows);
  const { backend } = weights.storage;
  const bag = { rows, width, bags, length, mean: options.mode !== 'sum' };
  const ordered = inOrder(indices);
  const y = call(
    'embeddingBag',
    [inOrder(weights), ordered],
    [empty([bags, width], 'float32', backend)],
    bag,
  );
  if (table instanceof EmbeddingTable)
    return record('embeddingBag', [weights], y, (gradient) => [sparseGradient(gradient, ordered, bag)]);
  const backward = (gradient: Tensor): Tensor[] => [
    call(
      'embeddingBagGradient',
      [inOrder(gradient), ordered],
      [empty([rows, width], 'float32', backend)],
      bag,
    ),
  ];
  const composed = (all: Tensor): Tensor => {
    const total = sum(gather(all, ordered), 1);
    if (!bag.mean) return total;
    const members = sum(greaterEqual(cast(ordered, 'float32'), 0), 1, { keepDims: true });
    return div(total, maximum(members, 1));
  };
  return record('embeddingBag', [weights], y, backward, composed);
}

function sparseGradient(gradient: Tensor, indices: Tensor, bag: Bag): SparseRows {
  if (isRecording())
    throw new Error(
      'embeddingBag: the gradient of an EmbeddingTable has no gradient itself. Use its weights, a tensor, as the table.',
    );
  const { backend } = gradient.storage;
  const capacity = Math.min(bag.rows, bag.bags * bag.length);
  const found = empty([capacity], 'int32', backend);
  const values = empty([capacity, bag.width], 'float32', backend);
  call('embeddingBagSparse', [inOrder(gradient), indices], [found, values], { ...bag, capacity });
  return new SparseRows([bag.rows, bag.width], found, values);
}
