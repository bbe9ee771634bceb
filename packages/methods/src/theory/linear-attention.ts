import {
  add,
  concat,
  identity,
  matmul,
  mul,
  random,
  reshape,
  slice,
  split,
  transpose,
  zeros,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';

/** One layer of self-attention without a softmax, of one head: matrices [t, t] for tokens of length t. */
export type LinearAttention = {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
  readonly projection: Tensor;
};

/** Small random matrices to be trained, for tokens of some length. */
export function initLinearAttention(key: Key, length: number, deviation = 0.05): LinearAttention {
  const [q, k, v, p] = random
    .split(key, 4)
    .map((own) => random.normal(own, [length, length], 0, deviation)) as [Tensor, Tensor, Tensor, Tensor];
  return { query: q, key: k, value: v, projection: p };
}

/**
 * The construction of von Oswald et al. (2023, "Transformers Learn In-Context by Gradient Descent", proposition 1): for
 * tokens (x, y) and weights that begin at nothing, the layer adds to each token's y what one step of gradient descent on
 * the other tokens' squared errors, ½·mean (W·x - y)², takes off its prediction.
 *
 * @param inputs length of x, and `outputs` of y.
 * @param examples how many tokens the step is taken on.
 * @param rate the learning rate η.
 */
export function gradientDescentAttention(
  inputs: number,
  outputs: number,
  examples: number,
  rate: number,
): LinearAttention {
  const t = inputs + outputs;
  const diagonal = (onInputs: number, onOutputs: number): Tensor => {
    const [first, second] = split(identity(t), [inputs, outputs]) as [Tensor, Tensor];
    return concat([mul(onInputs, first), mul(onOutputs, second)]);
  };
  return {
    query: diagonal(1, 0),
    key: diagonal(1, 0),
    value: diagonal(0, -1),
    projection: mul(rate / examples, identity(t)),
  };
}

/**
 * e ← e + P·Σᵢ V·eᵢ·(K·eᵢ)ᵀ·(Q·e) for every token (the same paper): tokens [tasks, tokens, t] → the same shape.
 */
export function linearAttention({ query, key, value, projection }: LinearAttention, tokens: Tensor): Tensor {
  const [q, k, v] = [query, key, value].map((weights) => matmul(tokens, transpose(weights))) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const seen = matmul(q, matmul(transpose(k), v));
  return add(tokens, matmul(seen, transpose(projection)));
}

/** Regression tasks: each has examples, and a query whose answer is to be found. */
export interface RegressionTasks {
  /** [tasks, examples, inputs] */
  readonly x: Tensor;
  /** [tasks, examples, outputs] */
  readonly y: Tensor;
  /** [tasks, 1, inputs] */
  readonly query: Tensor;
  /** [tasks, 1, outputs] */
  readonly answer: Tensor;
}

export interface TaskOptions {
  readonly tasks: number;
  readonly examples: number;
  readonly inputs: number;
  readonly outputs?: number;
}

/** Linear tasks as the paper draws them: y = W·x, W standard normal, x evenly distributed in [-1, 1]. */
export function linearTasks(
  key: Key,
  { tasks, examples, inputs, outputs = 1 }: TaskOptions,
): RegressionTasks {
  const [forX, forW] = random.split(key) as [Key, Key];
  const all = random.uniform(forX, [tasks, examples + 1, inputs], -1, 1);
  const answers = matmul(all, random.normal(forW, [tasks, inputs, outputs]));
  return {
    x: slice(all, null, [0, examples]),
    y: slice(answers, null, [0, examples]),
    query: slice(all, null, [examples, examples + 1]),
    answer: slice(answers, null, [examples, examples + 1]),
  };
}

/** What a layer says of each query: minus what it adds to the y of a token (query, 0). [tasks, 1, outputs]. */
export function attentionPrediction(layer: LinearAttention, { x, y, query }: RegressionTasks): Tensor {
  const [tasks, , inputs] = x.shape as [number, number, number];
  const outputs = y.shape[2] as number;
  const asked = concat([query, zeros([tasks, 1, outputs])], 2);
  const tokens = concat([concat([x, y], 2), asked], 1);
  const last = slice(linearAttention(layer, tokens), null, [-1], [inputs]);
  return mul(-1, reshape(last, [tasks, 1, outputs]));
}

/** What W has become after one step of gradient descent from nothing says: η/n·Σᵢ yᵢ·(xᵢ·query). [tasks, 1, outputs]. */
export function gradientDescentPrediction({ x, y, query }: RegressionTasks, rate: number): Tensor {
  const examples = x.shape[1] as number;
  return mul(rate / examples, matmul(matmul(query, transpose(x)), y));
}
