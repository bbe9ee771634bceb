import { add, batchNorm, mul, ones, rsqrt, sub, zeros, type Tensor } from '@broadsheet/tensor';
import type { Pass } from './pass.ts';

export type BatchNorm = {
  /** [channels] */
  readonly gain: Tensor;
  /** [channels] */
  readonly shift: Tensor;
};

const epsilon = 1e-5;

/** Gains of 1 and shifts of 0. */
export function initBatchNorm(channels: number): BatchNorm {
  return { gain: ones([channels]), shift: zeros([channels]) };
}

/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy, 2015): by the batch's moments in training, which move
 * the remembered ones, and by those in evaluation. Where nothing is remembered, as of a net that was never trained,
 * evaluation takes the batch's too.
 */
export function normaliseBatch({ gain, shift }: BatchNorm, x: Tensor, pass: Pass): Tensor {
  const known = pass.training ? undefined : pass.moments.get(pass.place);
  if (known === undefined) {
    const { y, mean, variance } = batchNorm(x, gain, shift, epsilon);
    if (pass.training) pass.moments.move(pass.place, { mean, variance });
    return y;
  }
  const scale = mul(gain, rsqrt(add(known.variance, epsilon)));
  return add(mul(sub(x, known.mean), scale), shift);
}
