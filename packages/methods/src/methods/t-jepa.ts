import {
  add,
  broadcastTo,
  concat,
  copyParameters,
  mean,
  random,
  reshape,
  slice,
  sqrt,
  square,
  stopGradient,
  sub,
  tensor,
  variance,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import type { FeatureTransformer, FeatureTransformerParameters } from '../nets/feature-transformer.ts';
import { initLayerNorm, normaliseLayer, type LayerNorm } from '../nets/layer-norm.ts';
import { initLinear, linear, type Linear } from '../nets/linear.ts';
import type { Net } from '../nets/net.ts';
import { inside, type Pass } from '../nets/pass.ts';
import { sinCosPositions } from '../nets/positions.ts';
import { takeTokens } from '../nets/take-tokens.ts';
import { initTransformerBlock, transformerBlock, type TransformerBlock } from '../nets/transformer-block.ts';
import { moveTowards } from '../train/move-towards.ts';
import { draw, type Draw } from '../views/draw.ts';
import { learner, type Method, type Moment } from './method.ts';

export type TJepaOptions = {
  /** Bounds of the share of columns that the context encoder sees. */
  readonly leastContext: number;
  readonly mostContext: number;
  /** Bounds of the share of columns that each prediction is about. */
  readonly leastTarget: number;
  readonly mostTarget: number;
  /** How many sets of columns are predicted from each context. */
  readonly targets: number;
  /** What remains of the target encoder at the first step; it rises evenly to 1. */
  readonly momentum: number;
  readonly predictorWidth: number;
  readonly predictorLayers: number;
  readonly predictorHeads: number;
};

/** For each row of a batch, which columns are seen and which are to be predicted. */
export interface ColumnMasks {
  /** int32 [n, context] */
  readonly context: Int32Array<ArrayBuffer>;
  readonly seen: number;
  /** As many as there are predictions, each int32 [n, target]; none has a column of the row's context. */
  readonly targets: readonly Int32Array<ArrayBuffer>[];
  readonly asked: number;
}

/**
 * Draws T-JEPA's masks (Thimonier et al., 2024): how many columns are seen and asked for is drawn for the batch,
 * which ones for each row. Targets of a row may overlap each other, but not what is seen.
 * @throws RangeError where there are fewer than two columns.
 */
export function drawMasks(by: Draw, n: number, columns: number, options: TJepaOptions): ColumnMasks {
  if (columns < 2)
    throw new RangeError(`t-jepa: predicts columns from others, and these rows have ${columns}.`);
  const share = (least: number, most: number): number => Math.round(columns * by.uniform(least, most));
  const within = (count: number, most: number): number => Math.min(Math.max(count, 1), most);
  const seen = within(share(options.leastContext, options.mostContext), columns - 1);
  const asked = within(share(options.leastTarget, options.mostTarget), columns - seen);
  const context = new Int32Array(n * seen);
  const targets = Array.from({ length: options.targets }, () => new Int32Array(n * asked));
  for (let i = 0; i < n; i++) {
    const order = by.order(columns);
    context.set(order.subarray(0, seen), i * seen);
    const rest = order.subarray(seen);
    for (const target of targets) {
      const chosen = by.order(rest.length);
      for (let j = 0; j < asked; j++) target[i * asked + j] = rest[chosen[j] as number] as number;
    }
  }
  return { context, seen, targets, asked };
}

type Predictor = {
  readonly embed: Linear;
  /** [width]: what stands for a column that is to be predicted, before its position. */
  readonly unknown: Tensor;
  readonly layers: readonly TransformerBlock[];
  readonly norm: LayerNorm;
  readonly project: Linear;
};

type TJepaParameters = { readonly encoder: FeatureTransformerParameters; readonly predictor: Predictor };
type TJepaState = { readonly target: FeatureTransformerParameters };

/** What remains of the target encoder at a step: from `first`, evenly up to 1 (as in I-JEPA: Assran et al., 2023). */
export function targetMomentum(first: number, { step, steps }: Moment): number {
  return first + (1 - first) * Math.min(1, (step - 1) / Math.max(1, steps));
}

/**
 * T-JEPA, for tables: from some columns of a row, the representations are predicted that a slowly following encoder has of
 * other columns of the same row. No views, no negatives, no values to be reconstructed:
 *
 *   L = mean over targets of ‖g(f(x_context), places) - sg[f̄(x)_places]‖².
 */
export const tJepa: Method<TJepaOptions> = {
  id: 't-jepa',
  name: 'T-JEPA',
  source: {
    title: 'T-JEPA: Augmentation-Free Self-Supervised Learning for Tabular Data',
    authors: 'Thimonier, Lucas De Melo Costa, Popineau, Rimmel, Doan',
    year: 2024,
    arxiv: '2410.05016',
  },
  needs: { views: 1, labels: false },
  // The paper searches for these on each data set.
  defaults: {
    leastContext: 0.2,
    mostContext: 0.5,
    leastTarget: 0.15,
    mostTarget: 0.4,
    targets: 4,
    momentum: 0.996,
    predictorWidth: 32,
    predictorLayers: 2,
    predictorHeads: 4,
  },
  describes: {
    leastContext: { kind: 'number', meaning: 'least share of columns that are seen', above: 0, most: 1 },
    mostContext: { kind: 'number', meaning: 'greatest share of columns that are seen', above: 0, most: 1 },
    leastTarget: {
      kind: 'number',
      meaning: 'least share of columns that a prediction is about',
      above: 0,
      most: 1,
    },
    mostTarget: {
      kind: 'number',
      meaning: 'greatest share of columns that a prediction is about',
      above: 0,
      most: 1,
    },
    targets: { kind: 'integer', meaning: 'predictions from each context', least: 1, most: 32 },
    momentum: {
      kind: 'number',
      meaning: 'what remains of the target encoder at the first step',
      least: 0,
      most: 1,
    },
    predictorWidth: {
      kind: 'integer',
      meaning: 'width of the predictor’s tokens, even',
      least: 2,
      most: 1024,
    },
    predictorLayers: { kind: 'integer', meaning: 'layers of the predictor', least: 1, most: 24 },
    predictorHeads: { kind: 'integer', meaning: 'attention heads of the predictor', least: 1, most: 64 },
  },
  learner(given, options) {
    const encoder = columnsEncoder(given);
    const { predictorWidth: width, predictorLayers, predictorHeads: heads, targets } = options;
    for (const [least, most] of [
      ['leastContext', 'mostContext'],
      ['leastTarget', 'mostTarget'],
    ] as const)
      if (options[least] > options[most])
        throw new RangeError(`t-jepa: ${least} (${options[least]}) is above ${most} (${options[most]}).`);
    if (width % 2 !== 0 || width % heads !== 0)
      throw new RangeError(
        `t-jepa: predictorWidth (${width}) is even and divided by predictorHeads (${heads}).`,
      );

    /** Predictions [targets · n, asked, encoder width], target after target. */
    const predict = (predictor: Predictor, context: Tensor, masks: ColumnMasks, pass: Pass): Tensor => {
      const [n, seen] = context.shape as [number, number, number];
      const positions = sinCosPositions(encoder.columns, width);
      const at = (places: Int32Array<ArrayBuffer>, count: number): Tensor =>
        takeTokens(broadcastTo(positions, [n, encoder.columns, width]), tensor(places, [n, count]));
      const known = add(linear(predictor.embed, context), at(masks.context, seen));
      const asked = masks.targets.map((places) => {
        return concat([known, add(predictor.unknown, at(places, masks.asked))], 1);
      });
      let x = concat(asked);
      predictor.layers.forEach((block, i) => {
        x = transformerBlock(block, x, { heads }, inside(pass, `layer${i}`));
      });
      const found = slice(normaliseLayer(predictor.norm, x), null, [seen, seen + masks.asked]);
      return linear(predictor.project, found);
    };

    return learner<TJepaParameters, TJepaState>({
      init(key) {
        const [forEncoder, forPredictor] = random.split(key) as [Key, Key];
        const [forEmbed, forUnknown, forLayers, forProject] = random.split(forPredictor, 4) as [
          Key,
          Key,
          Key,
          Key,
        ];
        return {
          encoder: encoder.init(forEncoder),
          predictor: {
            embed: initLinear(forEmbed, encoder.width, width),
            unknown: random.normal(forUnknown, [width], 0, 0.02),
            layers: random.split(forLayers, predictorLayers).map((own) => initTransformerBlock(own, width)),
            norm: initLayerNorm(width),
            project: initLinear(forProject, width, encoder.width),
          },
        };
      },
      state: ({ encoder: own }) => ({ target: copyParameters(own) }),
      loss(parameters, state, { views }, pass) {
        const [rows] = views as [Tensor];
        const n = rows.shape[0] as number;
        const masks = drawMasks(draw(inside(pass, 'masks').key), n, encoder.columns, options);
        const seen = tensor(masks.context, [n, masks.seen]);
        const context = encoder.tokens(parameters.encoder, rows, inside(pass, 'encoder'), seen);
        const predicted = predict(parameters.predictor, context, masks, inside(pass, 'predictor'));
        const whole = stopGradient(
          encoder.tokens(state.target, rows, { ...inside(pass, 'target'), training: false }),
        );
        const wanted = concat(
          masks.targets.map((places) => takeTokens(whole, tensor(places, [n, masks.asked]))),
        );
        const loss = mean(square(sub(predicted, reshape(wanted, [targets * n, masks.asked, encoder.width]))));
        // Near 0 where all rows are represented alike: collapse.
        const spread = mean(sqrt(variance(whole, 0)));
        return [loss, { readings: { spread } }];
      },
      afterStep(parameters, state, _seen, _batch, moment) {
        moveTowards(state.target, parameters.encoder, targetMomentum(options.momentum, moment));
      },
    });
  },
};

function columnsEncoder(encoder: Net): FeatureTransformer {
  if (!('tokens' in encoder && 'columns' in encoder))
    throw new TypeError(
      't-jepa: the encoder gives no tokens of columns. It is for tables: take featureTransformer as encoder.',
    );
  return encoder as unknown as FeatureTransformer;
}
