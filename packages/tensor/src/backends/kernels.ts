// The kernels that operations ask a back end for: name, inputs → outputs, parameters. Unless it says otherwise, inputs
// and outputs are dense and outputs share no memory with inputs.

export type UnaryName =
  | 'negate'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'rsqrt'
  | 'reciprocal'
  | 'square'
  | 'abs'
  | 'sign'
  | 'relu'
  | 'gelu'
  | 'sigmoid'
  | 'tanh'
  | 'erf'
  | 'sin'
  | 'cos'
  | 'softplus'
  | 'floor';

export type BinaryName =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'maximum'
  | 'minimum'
  | 'power'
  | 'equal'
  | 'less'
  | 'lessEqual'
  | 'reluGradient'
  | 'geluGradient'
  | 'sigmoidGradient'
  | 'tanhGradient';

export interface Window {
  readonly height: number;
  readonly width: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly top: number;
  readonly left: number;
}

export interface AdamParameters {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Counts from 1; corrects the moments' bias. */
  readonly step: number;
}

export interface Kernels {
  /** [x] → [y]: y = x element by element; both may be any views of the same shape and kind. */
  copy: object;
  /** [] → [y]: every element is `value`. */
  fill: { readonly value: number };
  /** [x] → [y]: the same numbers as another kind; to integers by truncation. */
  cast: object;
  /** [x] → [y] */
  unary: { readonly name: UnaryName };
  /** [a, b] → [y]: a and b are views of y's shape; strides of 0 where they repeat. */
  binary: { readonly name: BinaryName };
  /** [condition, a, b] → [y]: a where condition is not 0, b elsewhere; all of y's shape. */
  select: object;
  /** [x [outer, length, inner]] → [y [outer, inner]] */
  reduce: {
    readonly name: 'sum' | 'max' | 'min';
    readonly outer: number;
    readonly length: number;
    readonly inner: number;
  };
  /** [x [rows, length]] → [int32 [rows]]: the first index of the greatest or least. NaN counts as greatest and as least. */
  argReduce: { readonly name: 'max' | 'min'; readonly rows: number; readonly length: number };
  /** [x [rows, length]] → [y]: running sums. */
  cumulativeSum: { readonly rows: number; readonly length: number; readonly reverse: boolean };
  /** [x [rows, length]] → [y, int32 indices]: each row sorted, equal elements in their order; NaN last. */
  sort: { readonly rows: number; readonly length: number; readonly descending: boolean };
  /**
   * [a [outer, inner, m, k], b [outer, inner, k, n]] → [c [outer, inner, m, n]]: any views; strides of 0 where one
   * repeats. With a third input [n], that is added to each row.
   */
  matmul: object;
  /** [x [n, k]] → [c [n, n]]: x·xᵀ, exactly symmetric. */
  gram: object;
  /** [x [rows, length]] → [y]: exp(x - max) / Σ, or its logarithm. */
  softmax: { readonly rows: number; readonly length: number; readonly logarithm: boolean };
  /** [y, g [rows, length]] → [dx] of softmax or of its logarithm. */
  softmaxGradient: { readonly rows: number; readonly length: number; readonly logarithm: boolean };
  /** [x [rows, length]] → [y [rows]]: log Σ exp. */
  logSumExp: { readonly rows: number; readonly length: number };
  /** [logits [rows, classes], int32 labels [rows]] → [loss [rows], logSumExp [rows]]; a label of -1 costs nothing. */
  crossEntropy: { readonly rows: number; readonly length: number };
  /** [logits, labels, logSumExp, g [rows]] → [dlogits] */
  crossEntropyGradient: { readonly rows: number; readonly length: number };
  /**
   * [similarity [rows, columns], int32 positives [rows], int32 left out [rows], inverse temperature [1 or rows]] →
   * [loss [rows], logSumExp [rows]]: cross-entropy of similarity / τ, without the column left out (-1: none).
   */
  contrast: { readonly rows: number; readonly columns: number };
  /** [similarity, positives, left out, inverse temperature, logSumExp, g [rows]] → [dsimilarity, dinverse [rows]] */
  contrastGradient: { readonly rows: number; readonly columns: number };
  /** [x [rows, length], gain [length], shift [length]] → [y, mean [rows], inverse deviation [rows]] */
  layerNorm: { readonly rows: number; readonly length: number; readonly epsilon: number };
  /** [x, gain, mean, inverse deviation, g] → [dx, dgain, dshift] */
  layerNormGradient: { readonly rows: number; readonly length: number };
  /** [x [rows, channels], gain, shift [channels]] → [y, mean [channels], variance [channels]]: variance of the batch, biased. */
  batchNorm: { readonly rows: number; readonly channels: number; readonly epsilon: number };
  /** [x, gain, mean, variance, g] → [dx, dgain, dshift] */
  batchNormGradient: { readonly rows: number; readonly channels: number; readonly epsilon: number };
  /** [x [rows, length]] → [y, inverse norm [rows]]: each row divided by max(its Euclidean length, epsilon). */
  normalize: { readonly rows: number; readonly length: number; readonly epsilon: number };
  /** [y, inverse norm, g] → [dx] */
  normalizeGradient: { readonly rows: number; readonly length: number; readonly epsilon: number };
  /** [x [n, h, w, c], filters [r, s, c, o]] → [y [n, p, q, o]] */
  convolution: Window;
  /** [dy, filters] → [dx] */
  convolutionInputGradient: Window;
  /** [x, dy] → [dfilters] */
  convolutionFilterGradient: Window;
  /** [x [n, h, w, c], filters [r, s, c]] → [y [n, p, q, c]] */
  depthwise: Window;
  depthwiseInputGradient: Window;
  depthwiseFilterGradient: Window;
  /** [x [n, h, w, c]] → [y [n, p, q, c], int32 where it was found] */
  maxPool: Window;
  /** [dy, found] → [dx] */
  maxPoolGradient: Window;
  /** [x] → [y]: the mean of the real pixels in the window. */
  averagePool: Window;
  /** [dy] → [dx] */
  averagePoolGradient: Window;
  /** [table [rows, width], int32 indices [count]] → [y [count, width]]; a row of zeros for index -1. */
  gather: { readonly rows: number; readonly count: number; readonly width: number };
  /** [x [count, width], int32 indices [count]] → [y [rows, width]]: y is cleared, then x[i] is added to row indices[i]. */
  scatterAdd: { readonly rows: number; readonly count: number; readonly width: number };
  /** [x [rows, length], int32 indices [rows, count]] → [y [rows, count]]: from each row those elements; 0 for index -1. */
  takeAlong: { readonly rows: number; readonly length: number; readonly count: number };
  /** [g [rows, count], int32 indices [rows, count]] → [dx [rows, length]]: cleared, then added to. */
  takeAlongGradient: { readonly rows: number; readonly length: number; readonly count: number };
  /** [table [rows, width], int32 indices [bags, length]] → [y [bags, width]]: sum or mean over indices that are not -1. */
  embeddingBag: Bag;
  /** [g [bags, width], int32 indices [bags, length]] → [table's gradient [rows, width]] */
  embeddingBagGradient: Bag;
  /** The same → [int32 rows [capacity], values [capacity, width]], as SparseRows. */
  embeddingBagSparse: Bag & { readonly capacity: number };
  /** [] → [y]: words of a stream, numbers in [0, 1), or standard normal ones; element i depends on key and i alone. */
  random: { readonly name: 'bits' | 'uniform' | 'normal'; readonly key: readonly [number, number] };
  /**
   * [images [n, h, w, c] float32 or uint8, int32 indices [count], transforms [count, 6]] → [y [count, rows, columns, c]]:
   * bilinear, the border repeated; bytes divided by 255.
   */
  sampleImages: object;
  /** [parameter, gradient, first moment, second moment] → [the same, changed in place] */
  adam: AdamParameters;
  /** [table, int32 rows, values, first moment, second moment] → [table and moments, changed in those rows] */
  sparseAdam: AdamParameters;
  /** [table, int32 rows, values, sums of squares] → [table and sums, changed in those rows] */
  sparseAdagrad: { readonly learningRate: number; readonly epsilon: number };
}

export interface Bag {
  readonly rows: number;
  readonly width: number;
  readonly bags: number;
  readonly length: number;
  readonly mean: boolean;
}
