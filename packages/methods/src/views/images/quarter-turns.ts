import { concat, flip, ShapeError, transpose, type Tensor } from '@broadsheet/tensor';

/**
 * Images turned by 0 to 3 quarters against the clock, pixel for pixel: [n, h, w, channels] → the same, or [n, w, h,
 * channels] for an odd number.
 */
export function turnImages(images: Tensor, quarters: number): Tensor {
  if (images.shape.length !== 4)
    throw new ShapeError(
      `turnImages takes images [n, height, width, channels], not [${images.shape.join(', ')}].`,
    );
  if (quarters === 0) return images;
  if (quarters === 1) return flip(transpose(images, [0, 2, 1, 3]), 1);
  if (quarters === 2) return flip(images, 1, 2);
  if (quarters === 3) return flip(transpose(images, [0, 2, 1, 3]), 2);
  throw new RangeError(`turnImages: quarters is 0, 1, 2 or 3, not ${quarters}.`);
}

/** All four turns of square images, one turn after the other: [n, h, h, channels] → [4n, h, h, channels]; row t·n + i is image i turned by t quarters. */
export function allQuarterTurns(images: Tensor): Tensor {
  const [, height, width] = images.shape;
  if (height !== width)
    throw new ShapeError(
      `allQuarterTurns takes square images, not [${images.shape.join(', ')}]: turned ones have another shape.`,
    );
  return concat([0, 1, 2, 3].map((quarters) => turnImages(images, quarters)));
}
