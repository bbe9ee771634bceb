import { concat, flip, ShapeError, transpose, type Tensor } from '@broadsheet/tensor';

/** How many quarter turns there are, none of them among them. */
export const quarterTurns = 4;

/**
 * Square images turned by 0, 90, 180 and 270 degrees against the clock, one batch after the other: [n, s, s, channels] →
 * [4n, s, s, channels]. Exact: pixels change places and nothing else.
 * @throws ShapeError where these are no square images.
 */
export function turnedImages(images: Tensor): Tensor {
  const [, height, width, channels] = images.shape;
  if (images.shape.length !== 4 || channels === undefined || height !== width)
    throw new ShapeError(
      `Only square images [n, s, s, channels] can be turned by a quarter, not [${images.shape.join(', ')}].`,
    );
  const aside = transpose(images, [0, 2, 1, 3]);
  return concat([images, flip(aside, 1), flip(images, 1, 2), flip(aside, 2)]);
}
