import { sampleImages, ShapeError, tensor, type Tensor } from '@broadsheet/tensor';
import { windowTransform } from './crop-window.ts';

/**
 * Chosen images as they are, for evaluation: images uint8 or float32 [n, h, w, channels], indices int32 [count] → float32
 * [count, ...size, channels], pixels of uint8 from 0 to 1. Another size than the images' own is sampled bilinearly.
 */
export function plainImages(
  images: Tensor,
  indices: Tensor,
  size?: readonly [rows: number, columns: number],
): Tensor {
  const [, height, width] = images.shape;
  if (height === undefined || width === undefined)
    throw new ShapeError(
      `plainImages takes images [n, height, width, channels], not [${images.shape.join(', ')}].`,
    );
  const whole = { top: 0, left: 0, height, width };
  const to = size ?? [height, width];
  const one = windowTransform(whole, to, false);
  const transforms = Float32Array.from({ length: indices.size * 6 }, (_, i) => one[i % 6] as number);
  return sampleImages(images, indices, tensor(transforms, [indices.size, 6]), to);
}
