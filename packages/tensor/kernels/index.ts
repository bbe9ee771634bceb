export { binary, binaryDense, cast, fill, select, unary } from './elementwise';
export { copy } from './copy';
export { argReduce, cumulativeSum, reduceColumns, reduceRows } from './reduce';
export {
  contrast, contrastGradient, crossEntropy, crossEntropyGradient, logSumExp, softmax, softmaxGradient,
} from './softmax';
export {
  batchGradientFactors, batchMoments, batchNorm, batchNormInputGradient, channelSums, layerNorm,
  layerNormInputGradient, layerNormScaleGradient, normalize, normalizeGradient,
} from './normalise';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export { embeddingBag, gather, groupRows, sumGroups, takeAlong, takeAlongGradient } from './rows';
export { random } from './random';
export { sampleImages } from './sample-images';
export { adam, sparseAdagrad, sparseAdam } from './optimise';
export { sort } from './sort';
export * from './products';
