import type { GpuKernels } from '../plan.ts';
import { convolution, convolutionFilterGradient, convolutionInputGradient } from './convolution.ts';
import { copy } from './copy.ts';
import { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise.ts';
import { binary, cast, fill, select, unary } from './elementwise.ts';
import { contrast, contrastGradient, crossEntropy, crossEntropyGradient } from './losses.ts';
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
import { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling.ts';
import { random } from './random.ts';
import { argReduce, reduce } from './reduce.ts';
import { embeddingBag, gather, takeAlong, takeAlongGradient } from './rows.ts';
import { sampleImages } from './sample-images.ts';
import { embeddingBagGradient, embeddingBagSparse, scatterAdd } from './scatter.ts';
import { logSumExp, softmax, softmaxGradient } from './softmax.ts';

/** Kernels that have shaders. The others, cumulativeSum and sort, run on WebAssembly. */
export const kernels: GpuKernels = {
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
  sparseAdagrad,
  sparseAdam,
  takeAlong,
  takeAlongGradient,
  unary,
};
