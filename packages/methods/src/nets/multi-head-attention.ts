import {
  add,
  matmul,
  mul,
  random,
  reshape,
  ShapeError,
  softmax,
  transpose,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import { initLinear, linear, type Linear } from './linear.ts';

export type MultiHeadAttention = {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  /** What joins the heads. */
  readonly out: Linear;
};

/** Of tokens that are `width` long; another length of what is attended to is `contextWidth`. */
export function initAttention(key: Key, width: number, contextWidth = width): MultiHeadAttention {
  const [one, two, three, four] = random.split(key, 4) as [Key, Key, Key, Key];
  return {
    query: initLinear(one, width, width, 1),
    key: initLinear(two, contextWidth, width, 1),
    value: initLinear(three, contextWidth, width, 1),
    out: initLinear(four, width, width, 1),
  };
}

export interface AttentionOptions {
  readonly heads: number;
  /** What is attended to, [n, context tokens, context width]; the tokens themselves unless given. */
  readonly context?: Tensor;
  /** float32 that spreads to [n, heads, tokens, context tokens]: where it is 0, nothing is attended to; 1 elsewhere. */
  readonly mask?: Tensor;
}

/** What a score becomes where the mask is 0: exp of it is 0, and nothing overflows. */
const never = -1e9;

/**
 * Attention with several heads (Vaswani et al., 2017, sections 3.2.1 and 3.2.2), each softmax(Q·Kᵀ / √d)·V on its own part
 * of the width: tokens [n, tokens, width] → the same shape. A token whose mask is 0 everywhere attends to all alike.
 * @throws ShapeError where tokens are no [n, tokens, width], or heads do not divide the width.
 */
export function multiHeadAttention(
  { query, key, value, out }: MultiHeadAttention,
  tokens: Tensor,
  { heads, context = tokens, mask }: AttentionOptions,
): Tensor {
  const [n, count, width] = tokens.shape as [number, number, number];
  if (tokens.shape.length !== 3 || context.shape.length !== 3 || context.shape[0] !== n)
    throw new ShapeError(
      `multiHeadAttention: tokens [${tokens.shape.join(', ')}] and what they attend to [${context.shape.join(', ')}] are ` +
        '[n, tokens, width] both, with the same n.',
    );
  if (!Number.isInteger(heads) || heads < 1 || width % heads !== 0)
    throw new ShapeError(`multiHeadAttention: ${heads} heads do not divide tokens of width ${width} evenly.`);
  const perHead = width / heads;
  /** [n, tokens, width] → [n, heads, tokens, width / heads] */
  const divided = (x: Tensor): Tensor =>
    transpose(reshape(x, [n, x.shape[1] as number, heads, perHead]), [0, 2, 1, 3]);
  const q = divided(mul(linear(query, tokens), 1 / Math.sqrt(perHead)));
  const k = transpose(divided(linear(key, context)), [0, 1, 3, 2]);
  const scores = matmul(q, k);
  // (mask - 1)·10⁹ is 0 where the mask is 1.
  const weights = softmax(mask === undefined ? scores : add(scores, mul(add(mask, -1), -never)));
  const found = matmul(weights, divided(linear(value, context)));
  return linear(out, reshape(transpose(found, [0, 2, 1, 3]), [n, count, width]));
}
