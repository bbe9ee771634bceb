import {
  add,
  broadcastTo,
  concat,
  mean,
  random,
  reshape,
  ShapeError,
  slice,
  type Key,
  type Shape,
  type Tensor,
} from '@broadsheet/tensor';
import { initLayerNorm, normaliseLayer, type LayerNorm } from './layer-norm.ts';
import { initLinear, linear, type Linear } from './linear.ts';
import type { Net } from './net.ts';
import { inside, type Pass } from './pass.ts';
import { patches } from './patches.ts';
import { sinCosGrid } from './positions.ts';
import { initTransformerBlock, transformerBlock, type TransformerBlock } from './transformer-block.ts';

export interface VisionTransformerOptions {
  /** The side of a patch, in pixels. */
  readonly patch: number;
  /** The length of a token and of an output. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Of the MLPs' hidden layers; 4 × width unless given. */
  readonly hidden?: number;
  /** What becomes the output: a token of its own (unless given), or the mean of all patches' tokens. */
  readonly pooling?: 'class-token' | 'mean';
  /** Learnt with the rest (unless given), or sines and cosines that stay as they are. */
  readonly positions?: 'learned' | 'sin-cos';
  /** Of what each layer adds; 0 unless given. */
  readonly dropout?: number;
}

export type VisionTransformerParameters = {
  readonly embed: Linear;
  /** [width], with a class token. */
  readonly classToken?: Tensor;
  /** [tokens, width], where positions are learnt. */
  readonly positions?: Tensor;
  readonly layers: readonly TransformerBlock[];
  readonly norm: LayerNorm;
};

export interface VisionTransformer extends Net<VisionTransformerParameters> {
  /** All tokens after the last norm, [n, tokens, width]: the class token first, where there is one. */
  tokens(parameters: VisionTransformerParameters, inputs: Tensor, pass: Pass): Tensor;
}

/**
 * The vision transformer (Dosovitskiy et al., 2021, section 3.1): patches as tokens, layers with their norms in front, and the
 * class token or the mean as output. [n, h, w, channels] → [n, width].
 * @param takes [height, width, channels] of one image
 * @throws ShapeError or RangeError where patches do not fill the image, or heads do not divide the width.
 */
export function visionTransformer(takes: Shape, options: VisionTransformerOptions): VisionTransformer {
  const {
    patch,
    width,
    layers,
    heads,
    hidden = 4 * width,
    pooling = 'class-token',
    positions = 'learned',
  } = options;
  const [rows, columns, channels] = [0, 1]
    .map((axis) => (takes[axis] ?? 0) / patch)
    .concat(takes[2] ?? 0) as [number, number, number];
  if (takes.length !== 3 || !Number.isInteger(rows) || !Number.isInteger(columns))
    throw new ShapeError(
      `visionTransformer: images [${takes.join(', ')}] are not [height, width, channels] that squares of ${patch} pixels fill.`,
    );
  if (width % heads !== 0)
    throw new RangeError(`visionTransformer: ${heads} heads do not divide the width ${width} evenly.`);
  const count = rows * columns;
  const hasToken = pooling === 'class-token';
  const tokens = (parameters: VisionTransformerParameters, inputs: Tensor, pass: Pass): Tensor => {
    if (inputs.shape.length !== 4 || takes.some((length, axis) => inputs.shape[axis + 1] !== length))
      throw new ShapeError(
        `visionTransformer: inputs are [n, ${takes.join(', ')}], not [${inputs.shape.join(', ')}].`,
      );
    const n = inputs.shape[0] as number;
    let x = add(
      linear(parameters.embed, patches(inputs, patch)),
      parameters.positions ?? sinCosGrid(rows, columns, width),
    );
    if (parameters.classToken !== undefined)
      x = concat([broadcastTo(reshape(parameters.classToken, [1, 1, width]), [n, 1, width]), x], 1);
    parameters.layers.forEach((block, i) => {
      x = transformerBlock(block, x, { heads, dropout: options.dropout ?? 0 }, inside(pass, `layer${i}`));
    });
    return normaliseLayer(parameters.norm, x);
  };
  return {
    takes,
    gives: width,
    init(key: Key) {
      const [forEmbed, forToken, forPositions, forLayers] = random.split(key, 4) as [Key, Key, Key, Key];
      return {
        embed: initLinear(forEmbed, patch * patch * channels, width, 1),
        ...(hasToken ? { classToken: random.normal(forToken, [width], 0, 0.02) } : {}),
        ...(positions === 'learned'
          ? { positions: random.normal(forPositions, [count, width], 0, 0.02) }
          : {}),
        layers: random.split(forLayers, layers).map((own) => initTransformerBlock(own, width, hidden)),
        norm: initLayerNorm(width),
      };
    },
    run(parameters, inputs, pass): Tensor {
      const found = tokens(parameters, inputs, pass);
      return hasToken
        ? reshape(slice(found, null, [0, 1]), [found.shape[0] as number, width])
        : mean(found, 1);
    },
    tokens,
  };
}
