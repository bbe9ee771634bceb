import type { Kernels } from '../../kernels.ts';
import {
  averagePool,
  averagePoolGradient,
  convolution,
  convolutionFilterGradient,
  convolutionInputGradient,
  depthwise,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  maxPool,
  maxPoolGradient,
} from './convolution.ts';
import { copy } from './copy.ts';
import { binary, cast, fill, select, unary } from './elementwise.ts';
import type { WasmKernel } from './machine.ts';
import { gram, matmul } from './matmul.ts';
import {
  batchNorm,
  batchNormGradient,
  layerNorm,
  layerNormGradient,
  normalize,
  normalizeGradient,
} from './normalise.ts';
import { adam, sparseAdagrad, sparseAdam } from './optimise.ts';
import { random } from './random.ts';
import { argReduce, cumulativeSum, reduce, sort } from './reduce.ts';
import {
  embeddingBag,
  embeddingBagGradient,
  embeddingBagSparse,
  gather,
  scatterAdd,
  takeAlong,
  takeAlongGradient,
} from './rows.ts';
import { sampleImages } from './sample-images.ts';
import {
  contrast,
  contrastGradient,
  crossEntropy,
  crossEntropyGradient,
  logSumExp,
  softmax,
  softmaxGradient,
} from './softmax.ts';

export type { Machine } from './machine.ts';

/** Every kernel by its name. */
export const kernels: { readonly [K in keyof Kernels]: WasmKernel<K> } = {
  adam,
  argReduce,
  averagePool,
  averagePoolGradient,
  batchNorm,
  batchNormGradient,
  binary,
  cast,
  contrast,
  contrastGradient,
  convolution,
  convolutionFilterGradient,
  convolutionInputGradient,
  copy,
  crossEntropy,
  crossEntropyGradient,
  cumulativeSum,
  depthwise,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  embeddingBag,
  embeddingBagGradient,
  embeddingBagSparse,
  fill,
  gather,
  gram,
  layerNorm,
  layerNormGradient,
  logSumExp,
  matmul,
  maxPool,
  maxPoolGradient,
  normalize,
  normalizeGradient,
  random,
  reduce,
  sampleImages,
  scatterAdd,
  select,
  softmax,
  softmaxGradient,
  sort,
  sparseAdagrad,
  sparseAdam,
  takeAlong,
  takeAlongGradient,
  unary,
};
