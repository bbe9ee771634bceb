import type { Tensor } from '../array/tensor.ts';

/**
 * The gradient of an embedding table, of which a batch touches few rows: `values[i]` belongs to row `rows[i]`. Every row
 * stands there once; entries that are not needed have row -1 and come last.
 */
export class SparseRows {
  /** Shape of the table: [rows, width]. */
  readonly shape: readonly [number, number];
  /** int32 [capacity]. */
  readonly rows: Tensor;
  /** float32 [capacity, width]. */
  readonly values: Tensor;

  constructor(shape: readonly [number, number], rows: Tensor, values: Tensor) {
    this.shape = shape;
    this.rows = rows;
    this.values = values;
  }
}
