import type { Tensor } from '../array/tensor.ts';

/**
 * A table of which a batch uses few rows. As a parameter its gradient is SparseRows, and optimisers that know them touch
 * those rows alone: a step costs what the batch costs, however long the table.
 */
export class EmbeddingTable {
  /** Sets its type apart from a layer's that happens to have `weights`. */
  readonly kind = 'table';
  /** float32 [rows, width]. */
  readonly weights: Tensor;

  constructor(weights: Tensor) {
    this.weights = weights;
  }
}
