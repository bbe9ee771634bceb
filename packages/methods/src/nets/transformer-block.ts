import { add, gelu, random, type Key, type Tensor } from '@broadsheet/tensor';
import { dropout } from './dropout.ts';
import { initLayerNorm, normaliseLayer, type LayerNorm } from './layer-norm.ts';
import { initLinear, linear, type Linear } from './linear.ts';
import { initAttention, multiHeadAttention, type MultiHeadAttention } from './multi-head-attention.ts';
import { inside, type Pass } from './pass.ts';

export type TransformerBlock = {
  readonly beforeAttention: LayerNorm;
  readonly attention: MultiHeadAttention;
  readonly beforeMlp: LayerNorm;
  readonly up: Linear;
  readonly down: Linear;
};

export interface TransformerBlockOptions {
  readonly heads: number;
  /** See `multiHeadAttention`. */
  readonly mask?: Tensor;
  /** Of what both parts add; 0 unless given. */
  readonly dropout?: number;
}

/** Of tokens of `width`; the hidden layer of the MLP is `hidden` wide, four times as much unless given. */
export function initTransformerBlock(key: Key, width: number, hidden = 4 * width): TransformerBlock {
  const [forAttention, forUp, forDown] = random.split(key, 3) as [Key, Key, Key];
  return {
    beforeAttention: initLayerNorm(width),
    attention: initAttention(forAttention, width),
    beforeMlp: initLayerNorm(width),
    up: initLinear(forUp, width, hidden, 1),
    down: initLinear(forDown, hidden, width, 1),
  };
}

/**
 * One layer of a transformer with its norms in front (Xiong et al., 2020, figure 1b; Dosovitskiy et al., 2021, section 3.1):
 * x + attention(norm(x)), then x + mlp(norm(x)) with a GELU. Tokens [n, tokens, width] → the same shape.
 */
export function transformerBlock(
  block: TransformerBlock,
  tokens: Tensor,
  options: TransformerBlockOptions,
  pass: Pass,
): Tensor {
  const rate = options.dropout ?? 0;
  const attended = multiHeadAttention(
    block.attention,
    normaliseLayer(block.beforeAttention, tokens),
    options,
  );
  const x = add(tokens, dropout(attended, rate, inside(pass, 'attention')));
  const found = linear(block.down, gelu(linear(block.up, normaliseLayer(block.beforeMlp, x))));
  return add(x, dropout(found, rate, inside(pass, 'mlp')));
}
