import {
  broadcastTo,
  concat,
  random,
  reshape,
  ShapeError,
  slice,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import {
  initFeatureTokenizer,
  tokenizeFeatures,
  type Columns,
  type FeatureTokenizer,
} from './feature-tokenizer.ts';
import { initLayerNorm, normaliseLayer, type LayerNorm } from './layer-norm.ts';
import type { Net } from './net.ts';
import { inside, type Pass } from './pass.ts';
import { takeTokens } from './take-tokens.ts';
import { initTransformerBlock, transformerBlock, type TransformerBlock } from './transformer-block.ts';

export interface FeatureTransformerOptions {
  /** The length of a token. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Of the MLPs' hidden layers; 4 × width unless given. */
  readonly hidden?: number;
  /** A learnt token beside those of the columns, which is in no output: T-JEPA's [REG]; yes unless given. */
  readonly register?: boolean;
  /** Of what each layer adds; 0 unless given. */
  readonly dropout?: number;
}

export type FeatureTransformerParameters = {
  readonly tokenizer: FeatureTokenizer;
  /** [width], with a register. */
  readonly register?: Tensor;
  readonly layers: readonly TransformerBlock[];
  readonly norm: LayerNorm;
};

export interface FeatureTransformer extends Net<FeatureTransformerParameters> {
  /** How many columns, and so tokens, a row has. */
  readonly columns: number;
  readonly width: number;
  /**
   * Tokens of rows [n, columns] after the last norm: [n, columns, width], or [n, k, width] of those that `seen`, int32 [n, k],
   * names for each row; the others are as if they were not there.
   */
  tokens(parameters: FeatureTransformerParameters, rows: Tensor, pass: Pass, seen?: Tensor): Tensor;
}

/**
 * A transformer over the columns of a table (FT-Transformer: Gorishniy et al., 2021, section 3.3), whose output is the tokens
 * of all columns one behind the other: rows [n, columns] → [n, columns · width].
 * @throws RangeError where heads do not divide the width.
 */
export function featureTransformer(columns: Columns, options: FeatureTransformerOptions): FeatureTransformer {
  const { width, layers, heads, hidden = 4 * width, register = true, dropout = 0 } = options;
  if (width % heads !== 0)
    throw new RangeError(`featureTransformer: ${heads} heads do not divide the width ${width} evenly.`);
  const count = columns.numeric + columns.categories.length;
  const tokens: FeatureTransformer['tokens'] = (parameters, rows, pass, seen) => {
    const all = tokenizeFeatures(parameters.tokenizer, rows, columns);
    let x = seen === undefined ? all : takeTokens(all, seen);
    const [n, shown] = x.shape as [number, number, number];
    if (parameters.register !== undefined)
      x = concat([broadcastTo(reshape(parameters.register, [1, 1, width]), [n, 1, width]), x], 1);
    parameters.layers.forEach((block, i) => {
      x = transformerBlock(block, x, { heads, dropout }, inside(pass, `layer${i}`));
    });
    const first = (x.shape[1] as number) - shown;
    return normaliseLayer(parameters.norm, slice(x, null, [first, first + shown]));
  };
  return {
    takes: [count],
    gives: count * width,
    columns: count,
    width,
    init(key: Key) {
      const [forTokens, forRegister, forLayers] = random.split(key, 3) as [Key, Key, Key];
      return {
        tokenizer: initFeatureTokenizer(forTokens, columns, width),
        ...(register ? { register: random.normal(forRegister, [width], 0, 0.02) } : {}),
        layers: random.split(forLayers, layers).map((own) => initTransformerBlock(own, width, hidden)),
        norm: initLayerNorm(width),
      };
    },
    run(parameters, rows, pass) {
      if (rows.shape.length !== 2 || rows.shape[1] !== count)
        throw new ShapeError(`featureTransformer: rows are [n, ${count}], not [${rows.shape.join(', ')}].`);
      return reshape(tokens(parameters, rows, pass), [rows.shape[0] as number, count * width]);
    },
    tokens,
  };
}
