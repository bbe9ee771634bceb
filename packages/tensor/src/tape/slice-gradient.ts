import type { Tensor } from '../array/tensor.ts';

/** Which elements along an axis a slice took. */
export interface Taken {
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/**
 * What flows back from a slice: the gradient of a part of a tensor, the rest of which is 0. Kept apart until all parts are
 * there, so that a tensor cut in three gets its gradient by three copies, not as the sum of three that are mostly zeros.
 */
export class SliceGradient {
  readonly values: Tensor;
  /** For each axis of the whole tensor. */
  readonly taken: readonly Taken[];

  constructor(values: Tensor, taken: readonly Taken[]) {
    this.values = values;
    this.taken = taken;
  }
}
