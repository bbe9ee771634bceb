import type { ImageInputs } from './data-set.ts';
import { resizeImage } from './resize-image.ts';

/** Images in another size (the middle, by area averaging) and with other channels: grey from three is their mean. */
export function fitImages(
  images: ImageInputs,
  shape: readonly [height: number, width: number, channels: number],
): ImageInputs {
  const [height, width, channels] = images.shape;
  const [rows, columns, wanted] = shape;
  if (height === rows && width === columns && channels === wanted) return images;
  const size = height * width * channels;
  const n = images.pixels.length / size;
  const pixels = new Uint8Array(n * rows * columns * wanted);
  for (let i = 0; i < n; i++) {
    const one = images.pixels.subarray(i * size, (i + 1) * size);
    const sized =
      height === rows && width === columns ? one : resizeImage(one, images.shape, [rows, columns]);
    pixels.set(withChannels(sized, channels, wanted), i * rows * columns * wanted);
  }
  return { kind: 'images', shape, pixels };
}

function withChannels(pixels: Uint8Array, from: number, to: number): Uint8Array {
  if (from === to) return pixels;
  const made = new Uint8Array((pixels.length / from) * to);
  for (let i = 0; i < pixels.length / from; i++) {
    const own = pixels.subarray(i * from, (i + 1) * from);
    const mean = Math.round(own.reduce((sum, level) => sum + level, 0) / from);
    made.fill(from === 1 ? (own[0] as number) : mean, i * to, (i + 1) * to);
  }
  return made;
}
