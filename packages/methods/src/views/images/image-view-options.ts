import type { ImageViewOptions } from './image-views.ts';

/** @throws RangeError that names the option, what it was and what is allowed. */
export function checkImageViewOptions(options: ImageViewOptions): void {
  const { views, size, crop, flip, jitter, grayscale, blur, cutout, noise } = options;
  whole('views', views);
  size?.forEach((length) => whole('size', length));
  within('flip', flip, 0, 1);
  within('grayscale', grayscale, 0, 1);
  within('noise', noise, 0, Infinity);
  if (crop !== null) {
    range('crop.area', crop.area, 1e-6, 1);
    range('crop.aspect', crop.aspect, 1e-3, 1e3);
  }
  if (jitter !== null) {
    within('jitter.chance', jitter.chance, 0, 1);
    for (const name of ['brightness', 'contrast', 'saturation'] as const)
      within(`jitter.${name}`, jitter[name], 0, Infinity);
    within('jitter.hue', jitter.hue, 0, 0.5);
  }
  if (blur !== null) {
    within('blur.chance', blur.chance, 0, 1);
    range('blur.deviation', blur.deviation, 1e-3, 1e3);
  }
  if (cutout !== null) {
    within('cutout.chance', cutout.chance, 0, 1);
    within('cutout.side', cutout.side, 0, 1);
  }
}

function whole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`imageViews: ${name} is a whole number of at least 1, not ${value}.`);
}

function within(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most) || !Number.isFinite(value))
    throw new RangeError(
      `imageViews: ${name} is a number ${most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`}, not ${value}.`,
    );
}

function range(name: string, [low, high]: readonly [number, number], least: number, most: number): void {
  within(name, low, least, most);
  within(name, high, least, most);
  if (low > high)
    throw new RangeError(`imageViews: ${name} begins at ${low} and ends at ${high}. Turn the two around.`);
}
