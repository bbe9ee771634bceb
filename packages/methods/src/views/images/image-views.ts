import {
  add,
  clip,
  mul,
  random,
  sampleImages,
  ShapeError,
  sub,
  tensor,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import type { MakeViews } from '../batches.ts';
import { draw, type Draw } from '../draw.ts';
import { blurImages } from './blur-images.ts';
import {
  drawJitter,
  sameColours,
  withoutColour,
  type ColourMap,
  type JitterOptions,
} from './colour-jitter.ts';
import { drawCrop, windowTransform, type CropOptions } from './crop-window.ts';
import { checkImageViewOptions } from './image-view-options.ts';
import { mapColours } from './map-colours.ts';

/** Every part can be left out by null, or a chance of 0. */
export interface ImageViewOptions {
  /** How many views of every image. */
  readonly views: number;
  /** Rows and columns of a view; the images' own where null. */
  readonly size: readonly [rows: number, columns: number] | null;
  readonly crop: CropOptions | null;
  /** How likely a view is mirrored, left to right. */
  readonly flip: number;
  readonly jitter: JitterOptions | null;
  /** How likely an image of three channels loses its colours. */
  readonly grayscale: number;
  readonly blur: BlurOptions | null;
  readonly cutout: CutoutOptions | null;
  /** Standard deviation of normal noise on every pixel; pixels are from 0 to 1. */
  readonly noise: number;
}

export interface BlurOptions {
  readonly chance: number;
  /** Between which the Gaussian's standard deviation lies, in pixels. */
  readonly deviation: readonly [least: number, most: number];
}

export interface CutoutOptions {
  readonly chance: number;
  /** The side of the square that becomes grey, in shares of the shorter side. */
  readonly side: number;
}

/** SimCLR's for CIFAR-10 (Chen et al., 2020, appendix B.9): crops, mirror images, colours at half strength, and no blur. */
export const simclrViews: ImageViewOptions = {
  views: 2,
  size: null,
  crop: { area: [0.08, 1], aspect: [3 / 4, 4 / 3] },
  flip: 0.5,
  jitter: { chance: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
  grayscale: 0.2,
  blur: null,
  cutout: null,
  noise: 0,
};

/**
 * Random views of images: images uint8 or float32 from 0 to 1, [n, h, w, 1 or 3]; each view is float32 [count, ...size,
 * channels] from 0 to 1. Parts happen in the order of `ImageViewOptions`; what is not given is SimCLR's (`simclrViews`).
 * For digits and letters leave out `flip`, which makes others of them.
 * @throws RangeError or ShapeError where an option is out of its range, or the images have other channels.
 */
export function imageViews(images: Tensor, given: Partial<ImageViewOptions> = {}): MakeViews {
  const options = { ...simclrViews, ...given };
  checkImageViewOptions(options);
  const [, height, width, channels] = images.shape as [number, number, number, number];
  if (images.shape.length !== 4 || (channels !== 1 && channels !== 3))
    throw new ShapeError(
      `imageViews takes images [n, height, width, 1 or 3], not [${images.shape.join(', ')}].`,
    );
  const size = options.size ?? [height, width];
  const whole = { top: 0, left: 0, height, width };
  const oneView = (indices: Tensor, key: Key): Tensor => {
    const count = indices.size;
    const [forHost, forNoise] = random.split(key) as [Key, Key];
    const host = draw(forHost);
    const transforms = new Float32Array(6 * count);
    const maps: ColourMap[] = [];
    for (let i = 0; i < count; i++) {
      const window = options.crop === null ? whole : drawCrop(height, width, options.crop, host);
      transforms.set(windowTransform(window, size, host.chance(options.flip)), 6 * i);
      maps.push(drawColours(channels, options, host));
    }
    let view = sampleImages(images, indices, tensor(transforms, [count, 6]), size);
    if (options.jitter !== null || (options.grayscale > 0 && channels === 3)) view = mapColours(view, maps);
    if (options.blur !== null) view = blurImages(view, drawDeviations(count, options.blur, host));
    if (options.cutout !== null) view = cutOut(view, options.cutout, host);
    if (options.noise > 0) view = add(view, random.normal(forNoise, view.shape, 0, options.noise));
    return clip(view, 0, 1);
  };
  return (indices, key) =>
    Array.from({ length: options.views }, (_, view) => oneView(indices, random.fold(key, view)));
}

function drawColours(channels: number, { jitter, grayscale }: ImageViewOptions, host: Draw): ColourMap {
  const map = jitter === null ? sameColours(channels) : drawJitter(channels, jitter, host);
  return host.chance(grayscale) && channels === 3 ? withoutColour(map) : map;
}

function drawDeviations(count: number, { chance, deviation }: BlurOptions, host: Draw): number[] {
  return Array.from({ length: count }, () => (host.chance(chance) ? host.uniform(...deviation) : 0));
}

/** A square whose middle lies anywhere in the image becomes grey (DeVries and Taylor, 2017, section 3.2). */
function cutOut(images: Tensor, { chance, side }: CutoutOptions, host: Draw): Tensor {
  const [n, height, width] = images.shape as [number, number, number, number];
  const kept = new Float32Array(n * height * width).fill(1);
  const length = Math.round(side * Math.min(height, width));
  for (let i = 0; i < n; i++) {
    if (!host.chance(chance)) continue;
    const top = host.below(height) - (length >> 1);
    const left = host.below(width) - (length >> 1);
    for (let row = Math.max(0, top); row < Math.min(height, top + length); row++) {
      const line = (i * height + row) * width;
      kept.fill(0, line + Math.max(0, left), line + Math.max(0, Math.min(width, left + length)));
    }
  }
  const grey = 0.5;
  return add(mul(sub(images, grey), tensor(kept, [n, height, width, 1])), grey);
}
