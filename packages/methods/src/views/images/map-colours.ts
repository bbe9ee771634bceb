import { add, matmul, mean, reshape, tensor, type Tensor } from '@broadsheet/tensor';
import type { ColourMap } from './colour-jitter.ts';

/** Every image's colours by its own map: images float32 [n, h, w, channels] and n maps → the same shape. */
export function mapColours(images: Tensor, maps: readonly ColourMap[]): Tensor {
  const [n, height, width, channels] = images.shape as [number, number, number, number];
  const stacked = (of: 'own' | 'average'): Tensor =>
    tensor(Float32Array.from(maps.flatMap((map) => map[of])), [n, channels, channels]);
  const pixels = reshape(images, [n, height * width, channels]);
  const average = matmul(mean(pixels, 1, { keepDims: true }), stacked('average'));
  return reshape(add(matmul(pixels, stacked('own')), average), images.shape);
}
