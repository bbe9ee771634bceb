import { mul, random, type Tensor } from '@broadsheet/tensor';
import type { Pass } from './pass.ts';

/**
 * In training each element is 0 with probability `rate`, and the others are divided by 1 - rate, so that the mean stays
 * (Srivastava et al., 2014). In evaluation, and with rate 0, nothing changes.
 * @throws RangeError where rate is not in [0, 1).
 */
export function dropout(x: Tensor, rate: number, pass: Pass): Tensor {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: rate is from 0 to below 1, not ${rate}.`);
  if (!pass.training || rate === 0) return x;
  return mul(x, mul(random.bernoulli(pass.key, 1 - rate, x.shape), 1 / (1 - rate)));
}
