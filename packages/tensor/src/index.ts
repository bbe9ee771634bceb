export type { Dtype, ElementArray } from './array/dtype.ts';
export { ShapeError, type Shape } from './array/shape.ts';
export { Tensor } from './array/tensor.ts';
export type { Backend } from './backends/backend.ts';
export { start, type Started, type StartOptions } from './backends/start.ts';
export { KernelError } from './backends/wasm/threads.ts';
export type { WasmOptions } from './backends/wasm/wasm-backend.ts';
export { copyParameters } from './copy-parameters.ts';
export { loadParameters } from './load-parameters.ts';
export { dispose, keep, scope } from './memory/scope.ts';
export { add, clip, div, maximum, minimum, mul, neg, sub } from './operations/arithmetic.ts';
export { assign } from './operations/assign.ts';
export type { Operand } from './operations/call.ts';
export { equal, greater, greaterEqual, less, lessEqual } from './operations/compare.ts';
export { conv2d, depthwiseConv2d } from './operations/convolution.ts';
export {
  cast,
  full,
  identity,
  oneHot,
  ones,
  range,
  stopGradient,
  tensor,
  zeros,
  type Nested,
} from './operations/create.ts';
export {
  abs,
  cos,
  erf,
  exp,
  floor,
  gelu,
  log,
  pow,
  reciprocal,
  relu,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  square,
  tanh,
} from './operations/functions.ts';
export { concat, split, stack } from './operations/join.ts';
export { contrast, softmaxCrossEntropy, type ContrastOptions } from './operations/losses.ts';
export { dot, linear, matmul } from './operations/matmul.ts';
export { batchNorm, layerNorm, normalize, type BatchNormed } from './operations/normalise.ts';
export { adagradStep, adamStep, type AdamOptions, type Moments } from './operations/optimise.ts';
export { averagePool2d, maxPool2d, type PoolOptions } from './operations/pooling.ts';
export { argMax, argMin, cumsum, max, mean, min, variance } from './operations/reduce.ts';
export { embeddingBag, gather, scatterAdd, takeAlong, type BagOptions } from './operations/rows.ts';
export { sampleImages } from './operations/sample-images.ts';
export { where } from './operations/select.ts';
export {
  copy,
  expandDims,
  flip,
  pad,
  reshape,
  slice,
  squeeze,
  transpose,
  type Range,
} from './operations/shape.ts';
export { logSoftmax, logSumExp, softmax } from './operations/softmax.ts';
export { argSort, sort, topK, type Sorted, type SortOptions } from './operations/sort.ts';
export { broadcastTo, sum, type Axes, type ReduceOptions } from './operations/sum.ts';
export type { WindowOptions } from './operations/window.ts';
export { NotFiniteError, traceNotFinite } from './operations/trace.ts';
export * as random from './random.ts';
export type { Key } from './random.ts';
export { saveParameters } from './save-parameters.ts';
export { checkpoint, customGradient } from './tape/custom-gradient.ts';
export { EmbeddingTable } from './tape/embedding-table.ts';
export { grad, valueAndGrad, type Loss, type ValueAndGradient } from './tape/gradient.ts';
export type { Gradient } from './tape/origin.ts';
export {
  gradientLeavesOf,
  leavesOf,
  type GradientsOf,
  type Leaf,
  type Parameters,
} from './tape/parameters.ts';
export { SparseRows } from './tape/sparse-rows.ts';
