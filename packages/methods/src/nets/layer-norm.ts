import { layerNorm, ones, zeros, type Tensor } from '@broadsheet/tensor';

export type LayerNorm = {
  /** [width] */
  readonly gain: Tensor;
  /** [width] */
  readonly shift: Tensor;
};

/** Gains of 1 and shifts of 0. */
export function initLayerNorm(width: number): LayerNorm {
  return { gain: ones([width]), shift: zeros([width]) };
}

/** Every row of the last axis with mean 0 and variance 1, then gain and shift (Ba et al., 2016). */
export function normaliseLayer({ gain, shift }: LayerNorm, x: Tensor): Tensor {
  return layerNorm(x, gain, shift);
}
