import { checkShape, sameShape, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { call, empty, expectDtype, expectRank } from './call.ts';
import { expectIndices } from './indices.ts';
import { inOrder } from './shape.ts';

/**
 * Chosen images through affine windows: crops, enlargements, mirror images and turns in one pass.
 * images [n, height, width, channels], float32 or uint8 (which become 0 to 1); indices int32 [count]: which image each
 * result is made of; transforms float32 [count, 6]: pixel (r, s) of result i is the image at row a·r + b·s + c and column
 * d·r + e·s + f with (a, b, c, d, e, f) = transforms[i]. Between pixels by bilinear interpolation; beyond the border lies
 * the border. → float32 [count, rows, columns, channels]. Gradient: none; this is how inputs are made.
 * @throws ShapeError where shapes or kinds do not fit, or an index names no image. On WebGPU indices are not looked at.
 */
export function sampleImages(
  images: Tensor,
  indices: Tensor,
  transforms: Tensor,
  size: readonly [rows: number, columns: number],
): Tensor {
  expectRank('sampleImages', images, 4, 'images [n, height, width, channels]');
  if (images.dtype === 'int32')
    throw new ShapeError(
      `sampleImages: float32 or uint8 is taken here, not int32 of shape ${show(images.shape)}. Use cast().`,
    );
  expectDtype('sampleImages, indices', indices, 'int32');
  expectDtype('sampleImages, transforms', transforms, 'float32');
  const [n, height, width, channels] = images.shape as [number, number, number, number];
  const count = indices.size;
  if (!sameShape(indices.shape, [count]) || !sameShape(transforms.shape, [count, 6]))
    throw new ShapeError(
      `sampleImages: indices ${show(indices.shape)} and transforms ${show(transforms.shape)} do not belong together; ` +
        '[count] and [count, 6] are taken.',
    );
  if (height === 0 || width === 0)
    throw new ShapeError(`sampleImages: images ${show(images.shape)} have no pixels.`);
  checkShape('sampleImages', size);
  const chosen = inOrder(indices);
  expectIndices('sampleImages', chosen, 0, n);
  const y = empty([count, ...size, channels], 'float32', images.storage.backend);
  return y.size === 0 ? y : call('sampleImages', [inOrder(images), chosen, inOrder(transforms)], [y], {});
}
