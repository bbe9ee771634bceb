import { EmbeddingTable, embeddingBag, random, ShapeError, type Key, type Tensor } from '@broadsheet/tensor';
import { mlp, type MlpParameters } from './mlp.ts';
import type { Net } from './net.ts';
import { inside } from './pass.ts';

export interface BagOfWordsOptions {
  /** How many tokens there are. */
  readonly tokens: number;
  /** Tokens of one text: longer ones are cut before, shorter ones filled up with -1. */
  readonly length: number;
  /** The length of a token's row. */
  readonly width: number;
  /** Widths of the MLP's hidden layers; none unless given. */
  readonly hidden?: readonly number[];
  readonly gives: number;
  readonly batchNorm?: boolean;
}

export type BagOfWordsParameters = { readonly table: EmbeddingTable; readonly mlp: MlpParameters };

/**
 * An encoder of texts: the mean of the rows of their tokens (Iyyer et al., 2015), then an MLP. int32 [n, length], -1 for no
 * token → [n, gives]. Of the table a step changes the rows of its batch alone, where the optimiser knows sparse rows.
 */
export function bagOfWords(options: BagOfWordsOptions): Net<BagOfWordsParameters> {
  const { tokens, length, width, hidden = [], gives, batchNorm = false } = options;
  const after = mlp([width], { hidden, gives, batchNorm });
  return {
    takes: [length],
    gives,
    init(key: Key) {
      const [forTable, forMlp] = random.split(key) as [Key, Key];
      return {
        table: new EmbeddingTable(random.normal(forTable, [tokens, width])),
        mlp: after.init(forMlp),
      };
    },
    run(parameters, inputs, pass): Tensor {
      if (inputs.shape.length !== 2 || inputs.shape[1] !== length)
        throw new ShapeError(
          `bagOfWords: inputs are int32 [n, ${length}], not [${inputs.shape.join(', ')}].`,
        );
      return after.run(parameters.mlp, embeddingBag(parameters.table, inputs), inside(pass, 'mlp'));
    },
  };
}
