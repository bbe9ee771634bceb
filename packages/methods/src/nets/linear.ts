import { linear as product, random, zeros, type Key, type Tensor } from '@broadsheet/tensor';

export type Linear = {
  /** [inputs, outputs] */
  readonly weights: Tensor;
  /** [outputs] */
  readonly shift: Tensor;
};

/** Weights normal with variance `gain`/inputs: 2 before a ReLU (He et al., 2015, equation 10), 1 before nothing. */
export function initLinear(key: Key, inputs: number, outputs: number, gain = 1): Linear {
  return {
    weights: random.normal(key, [inputs, outputs], 0, Math.sqrt(gain / inputs)),
    shift: zeros([outputs]),
  };
}

/** x·W + b: [..., inputs] → [..., outputs]. */
export function linear({ weights, shift }: Linear, x: Tensor): Tensor {
  return product(x, weights, shift);
}
