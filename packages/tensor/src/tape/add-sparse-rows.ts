import { call, empty } from '../operations/call.ts';
import { concat } from '../operations/join.ts';
import { SparseRows } from './sparse-rows.ts';

/** Rows that stand in both are added. */
export function addSparseRows(a: SparseRows, b: SparseRows): SparseRows {
  const [rows, width] = a.shape;
  const given = concat([a.rows, b.rows]);
  const capacity = Math.min(rows, given.size);
  const { backend } = given.storage;
  const found = empty([capacity], 'int32', backend);
  const values = empty([capacity, width], 'float32', backend);
  const bag = { rows, width, bags: given.size, length: 1, mean: false, capacity };
  call('embeddingBagSparse', [concat([a.values, b.values]), given], [found, values], bag);
  return new SparseRows(a.shape, found, values);
}
