import { conv2d, random, type Key, type Tensor } from '@broadsheet/tensor';
import { initBatchNorm, normaliseBatch, type BatchNorm } from './batch-norm.ts';
import type { Pass } from './pass.ts';

/** A convolution without a shift, which the batch norm after it brings. */
export type Convolution = {
  /** [size, size, inputs, outputs] */
  readonly filters: Tensor;
  readonly norm: BatchNorm;
};

/** Filters normal with variance 2 / (size²·inputs), so that ReLUs keep the scale (He et al., 2015, equation 10). */
export function initConvolution(key: Key, size: number, inputs: number, outputs: number): Convolution {
  const deviation = Math.sqrt(2 / (size * size * inputs));
  return {
    filters: random.normal(key, [size, size, inputs, outputs], 0, deviation),
    norm: initBatchNorm(outputs),
  };
}

/** Convolution, then batch norm: [n, h, w, inputs] → [n, ⌈h / stride⌉, ⌈w / stride⌉, outputs]. */
export function convolve({ filters, norm }: Convolution, x: Tensor, stride: number, pass: Pass): Tensor {
  const size = filters.shape[0] as number;
  const padding = stride === 1 ? 'same' : (size - 1) >> 1;
  return normaliseBatch(norm, conv2d(x, filters, { stride, padding }), pass);
}
