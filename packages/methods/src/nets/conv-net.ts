import { mean, random, relu, ShapeError, type Key, type Shape, type Tensor } from '@broadsheet/tensor';
import { convolve, initConvolution, type Convolution } from './convolution.ts';
import type { Net } from './net.ts';
import { inside } from './pass.ts';
import { initResidualBlock, residualBlock, type ResidualBlock } from './residual-block.ts';

export interface ConvNetOptions {
  /** Channels of each stage; each but the first halves height and width. The last is the length of an output. */
  readonly widths: readonly number[];
  /** Residual blocks in each stage: one number for all, or one for each; 1 unless given. The first may have 0, and be the stem alone. */
  readonly blocks?: number | readonly number[];
  /** Of the first convolution: 1 keeps height and width (unless given), 2 halves them. */
  readonly stemStride?: number;
}

/** 163,000 parameters of images of three channels; most of its work is on a quarter of their height and width. */
export const smallConvNet: ConvNetOptions = { widths: [24, 48, 96], blocks: [0, 1, 1], stemStride: 2 };

/** 2.8 million parameters, with all of the height and width in its first stage. */
export const largeConvNet: ConvNetOptions = { widths: [64, 128, 256], blocks: 2, stemStride: 1 };

export type ConvNetParameters = {
  readonly stem: Convolution;
  readonly stages: readonly (readonly ResidualBlock[])[];
};

/**
 * A residual ConvNet for small images (He et al., 2016, sections 3.3 and 4.2): a 3 × 3 convolution, stages of residual
 * blocks with batch norm, and the mean over what is left of height and width. [n, h, w, channels] → [n, last width].
 *
 * `smallConvNet` is for minutes on one core, `largeConvNet` for hours or a GPU.
 * @param takes [height, width, channels] of one image
 * @throws RangeError where an option is out of its range; ShapeError where `takes` is no image, or inputs are others.
 */
export function convNet(takes: Shape, options: ConvNetOptions): Net<ConvNetParameters> {
  const { widths, blocks = 1, stemStride = 1 } = options;
  const gives = widths.at(-1);
  if (takes.length !== 3)
    throw new ShapeError(`convNet takes images [height, width, channels], not [${takes.join(', ')}].`);
  if (gives === undefined)
    throw new RangeError('convNet: widths names no stage. Give one width for each, as [32, 64, 128].');
  const counts = typeof blocks === 'number' ? widths.map(() => blocks) : blocks;
  if (counts.length !== widths.length)
    throw new RangeError(
      `convNet: there are ${widths.length} widths and ${counts.length} counts of blocks; one is for one.`,
    );
  for (const [what, numbers] of Object.entries({ widths, blocks: counts, stemStride: [stemStride] }))
    numbers.forEach((number, i) => {
      const least = what === 'blocks' && i === 0 ? 0 : 1;
      if (!Number.isInteger(number) || number < least)
        throw new RangeError(`convNet: ${what}[${i}] is a whole number of at least ${least}, not ${number}.`);
    });
  const channels = takes[2] as number;
  const strideOf = (stage: number, block: number): number => (stage > 0 && block === 0 ? 2 : 1);
  return {
    takes,
    gives,
    init(key: Key) {
      const [forStem, forStages] = random.split(key) as [Key, Key];
      let inputs = widths[0] as number;
      return {
        stem: initConvolution(forStem, 3, channels, inputs),
        stages: widths.map((outputs, stage) =>
          Array.from({ length: counts[stage] as number }, (_, block) => {
            const own = random.fold(random.fold(forStages, stage), block);
            const made = initResidualBlock(own, inputs, outputs, strideOf(stage, block));
            inputs = outputs;
            return made;
          }),
        ),
      };
    },
    run({ stem, stages }, inputs, pass): Tensor {
      if (inputs.shape.length !== 4 || takes.some((length, axis) => inputs.shape[axis + 1] !== length))
        throw new ShapeError(
          `convNet: inputs are [n, ${takes.join(', ')}], not [${inputs.shape.join(', ')}].`,
        );
      let x = relu(convolve(stem, inputs, stemStride, inside(pass, 'stem')));
      stages.forEach((stage, s) =>
        stage.forEach((block, b) => {
          x = residualBlock(block, x, strideOf(s, b), inside(pass, `stage${s}.block${b}`));
        }),
      );
      return mean(x, [1, 2]);
    },
  };
}
