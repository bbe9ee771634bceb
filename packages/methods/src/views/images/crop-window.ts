import type { Draw } from '../draw.ts';

/** A part of an image, in pixels of it that need not be whole. */
export interface CropWindow {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

export interface CropOptions {
  /** Shares of the image's area between which a crop's area lies: above 0, to 1. */
  readonly area: readonly [least: number, most: number];
  /** Between which width / height lies, evenly in its logarithm. */
  readonly aspect: readonly [least: number, most: number];
}

/**
 * A random part of an image (Szegedy et al., 2015, section 6, as it is usual since): area and aspect are drawn until the
 * part fits, ten times at most; then it is the largest part in the middle of an aspect in the range.
 */
export function drawCrop(
  height: number,
  width: number,
  { area, aspect }: CropOptions,
  random: Draw,
): CropWindow {
  for (let tries = 0; tries < 10; tries++) {
    const size = height * width * random.uniform(...area);
    const ratio = Math.exp(random.uniform(Math.log(aspect[0]), Math.log(aspect[1])));
    const across = Math.sqrt(size * ratio);
    const down = Math.sqrt(size / ratio);
    if (across > width || down > height) continue;
    return {
      top: random.uniform(0, height - down),
      left: random.uniform(0, width - across),
      height: down,
      width: across,
    };
  }
  const ratio = Math.min(Math.max(width / height, aspect[0]), aspect[1]);
  const across = Math.min(width, height * ratio);
  const down = Math.min(height, width / ratio);
  return { top: (height - down) / 2, left: (width - across) / 2, height: down, width: across };
}

/** What `sampleImages` takes: the window on all pixels of `rows` × `columns`, mirrored where `flipped`. */
export function windowTransform(
  { top, left, height, width }: CropWindow,
  [rows, columns]: readonly [number, number],
  flipped: boolean,
): readonly [number, number, number, number, number, number] {
  const [down, across] = [height / rows, width / columns];
  const first = top + down / 2 - 0.5;
  return flipped
    ? [down, 0, first, 0, -across, left + width - across / 2 - 0.5]
    : [down, 0, first, 0, across, left + across / 2 - 0.5];
}
