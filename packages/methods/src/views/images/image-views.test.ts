import { random, start, tensor, type Tensor } from '@broadsheet/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { draw } from '../draw.ts';
import { blurImages } from './blur-images.ts';
import { drawJitter, withoutColour, type JitterOptions } from './colour-jitter.ts';
import { drawCrop, windowTransform } from './crop-window.ts';
import { imageViews, simclrViews, type ImageViewOptions } from './image-views.ts';
import { mapColours } from './map-colours.ts';
import { plainImages } from './plain-images.ts';
import { allQuarterTurns, turnImages } from './quarter-turns.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const close = (wanted: readonly number[], digits = 4): number[] =>
  wanted.map((value) => expect.closeTo(value, digits) as number);
const all = (n: number): Tensor => tensor(Int32Array.from({ length: n }, (_, i) => i));
const pixels = (n: number, h: number, w: number, c: number): Tensor =>
  tensor(
    Uint8Array.from({ length: n * h * w * c }, (_, i) => (i * 89 + 7) % 256),
    [n, h, w, c],
  );

/** Nothing changes. */
const nothing: Partial<ImageViewOptions> = { crop: null, flip: 0, jitter: null, grayscale: 0 };
const view = (images: Tensor, options: Partial<ImageViewOptions>, seed = 1): Tensor =>
  imageViews(images, { ...nothing, views: 1, ...options })(
    all(images.shape[0] as number),
    random.key(seed),
  )[0] as Tensor;

describe('views of images', () => {
  test('are as many as asked for, all different, the same for the same key', () => {
    const images = pixels(3, 8, 8, 3);
    const make = imageViews(images, { views: 3 });
    const views = make(all(3), random.key(1)).map(numbers);
    expect(new Set(views.map(String)).size).toBe(3);
    expect(make(all(3), random.key(1)).map(numbers)).toEqual(views);
    expect(make(all(3), random.key(2)).map(numbers)).not.toEqual(views);
  });

  test('hold pixels from 0 to 1 of the size asked for, whatever is drawn', () => {
    const images = pixels(4, 9, 7, 3);
    const options: Partial<ImageViewOptions> = {
      size: [6, 5],
      blur: { chance: 0.5, deviation: [0.1, 2] },
      cutout: { chance: 0.5, side: 0.5 },
      noise: 0.3,
    };
    for (let seed = 0; seed < 10; seed++)
      for (const one of imageViews(images, options)(tensor([3, 0, 0], [3], 'int32'), random.key(seed))) {
        expect(one.shape).toEqual([3, 6, 5, 3]);
        const found = numbers(one);
        expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...found)).toBeLessThanOrEqual(1);
      }
  });

  test('of which every part is left out are the images', () => {
    const images = pixels(2, 5, 6, 3);
    expect(numbers(view(images, {}))).toEqual(close([...images.dataNow<'uint8'>()].map((x) => x / 255)));
    expect(numbers(plainImages(images, all(2)))).toEqual(numbers(view(images, {})));
  });

  test('that are always mirrored are mirrored', () => {
    const images = tensor(new Uint8Array([0, 51, 102, 153, 204, 255]), [1, 2, 3, 1]);
    expect(numbers(view(images, { flip: 1 }))).toEqual(close([0.4, 0.2, 0, 1, 0.8, 0.6]));
  });

  test('are made of grey images without looking for colours', () => {
    const images = pixels(2, 8, 8, 1);
    const [one] = imageViews(images)(all(2), random.key(1));
    expect(one?.shape).toEqual([2, 8, 8, 1]);
    expect(numbers(view(images, { grayscale: 1 }))).toEqual(numbers(view(images, {})));
  });

  test('cut out a square of grey of the side that is said, where it lies inside', () => {
    const images = tensor(new Uint8Array(40 * 40).fill(255), [1, 40, 40, 1]);
    let whole = 0;
    for (let seed = 0; seed < 20; seed++) {
      const grey = numbers(view(images, { cutout: { chance: 1, side: 0.25 } }, seed)).filter(
        (x) => x === 0.5,
      );
      expect(grey.length).toBeGreaterThanOrEqual(25);
      expect(grey.length).toBeLessThanOrEqual(100);
      if (grey.length === 100) whole++;
    }
    expect(whole).toBeGreaterThan(5);
  });

  test('have noise of the deviation that is said', () => {
    const images = tensor(new Float32Array(64 * 64).fill(0.5), [1, 64, 64, 1]);
    const off = numbers(view(images, { noise: 0.05 })).map((x) => x - 0.5);
    expect(Math.sqrt(off.reduce((total, x) => total + x * x, 0) / off.length)).toBeCloseTo(0.05, 2);
  });

  test.each([
    [{ views: 0 }, 'views is a whole number of at least 1, not 0'],
    [{ flip: 1.5 }, 'flip is a number from 0 to 1, not 1.5'],
    [{ noise: Number.NaN }, 'noise is a number of at least 0, not NaN'],
    [{ crop: { area: [0, 1], aspect: [1, 1] } }, 'crop.area is a number from'],
    [{ crop: { area: [0.5, 0.2], aspect: [1, 1] } }, 'crop.area begins at 0.5 and ends at 0.2'],
    [
      { jitter: { ...(simclrViews.jitter as JitterOptions), hue: 0.6 } },
      'jitter.hue is a number from 0 to 0.5',
    ],
    [{ cutout: { chance: 1, side: 2 } }, 'cutout.side'],
    [{ blur: { chance: 1, deviation: [0, 1] } }, 'blur.deviation'],
  ] as [Partial<ImageViewOptions>, string][])('refuse %o', (options, message) => {
    expect(() => imageViews(pixels(1, 4, 4, 3), options)).toThrow(message);
  });

  test('refuse images of two channels', () => {
    expect(() => imageViews(pixels(1, 4, 4, 2))).toThrow('not [1, 4, 4, 2]');
  });
});

describe('crops', () => {
  test('lie in the image and have area and aspect in their ranges', () => {
    const range = (least: number, most: number): fc.Arbitrary<[number, number]> =>
      fc
        .tuple(
          fc.double({ min: least, max: most, noNaN: true }),
          fc.double({ min: least, max: most, noNaN: true }),
        )
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        range(0.05, 1),
        range(0.5, 2),
        (seed, h, w, area, aspect) => {
          const crop = drawCrop(h, w, { area, aspect }, draw(random.key(seed)));
          expect(crop.top).toBeGreaterThanOrEqual(-1e-9);
          expect(crop.left).toBeGreaterThanOrEqual(-1e-9);
          expect(crop.top + crop.height).toBeLessThanOrEqual(h + 1e-9);
          expect(crop.left + crop.width).toBeLessThanOrEqual(w + 1e-9);
          const ratio = crop.width / crop.height;
          expect(ratio).toBeGreaterThanOrEqual(aspect[0] - 1e-9);
          expect(ratio).toBeLessThanOrEqual(aspect[1] + 1e-9);
        },
      ),
    );
  });

  test('of the whole image at half the size take the means of four pixels', () => {
    const images = tensor(
      new Float32Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
      [1, 4, 4, 1],
    );
    expect(numbers(plainImages(images, all(1), [2, 2]))).toEqual(close([2.5, 4.5, 10.5, 12.5]));
  });

  test('put the middle of the first pixel where it lies', () => {
    const transform = windowTransform({ top: 2, left: 4, height: 4, width: 8 }, [2, 2], false);
    expect([...transform]).toEqual([2, 0, 2.5, 0, 4, 5.5]);
    expect([...windowTransform({ top: 2, left: 4, height: 4, width: 8 }, [2, 2], true)]).toEqual([
      2, 0, 2.5, 0, -4, 9.5,
    ]);
  });
});

describe('colours', () => {
  const still: JitterOptions = { chance: 1, brightness: 0, contrast: 0, saturation: 0, hue: 0 };
  const colours = (): Tensor => tensor([0.1, 0.2, 0.3, 0.9, 0.5, 0.1], [1, 1, 2, 3]);
  const greyOf = ([r, g, b]: readonly number[]): number =>
    0.299 * (r as number) + 0.587 * (g as number) + 0.114 * (b as number);
  const jittered = (options: Partial<JitterOptions>, seed: number): number[] =>
    numbers(mapColours(colours(), [drawJitter(3, { ...still, ...options }, draw(random.key(seed)))]));

  test('stay as they are without any reach, or without any chance', () => {
    expect(jittered({}, 1)).toEqual(close(numbers(colours())));
    expect(jittered({ chance: 0, brightness: 0.5, hue: 0.5 }, 1)).toEqual(close(numbers(colours())));
  });

  test('are all multiplied by one factor in brightness', () => {
    const found = jittered({ brightness: 0.4 }, 2);
    const factor = (found[0] as number) / 0.1;
    expect(Math.abs(factor - 1)).toBeLessThanOrEqual(0.4001);
    expect(Math.abs(factor - 1)).toBeGreaterThan(1e-3);
    expect(found).toEqual(close(numbers(colours()).map((x) => x * factor)));
  });

  test('move from or to the mean grey of the image in contrast', () => {
    const found = jittered({ contrast: 0.9 }, 3);
    const before = numbers(colours());
    const middle = (greyOf(before) + greyOf(before.slice(3))) / 2;
    const factor = ((found[0] as number) - middle) / (0.1 - middle);
    expect(Math.abs(factor - 1)).toBeGreaterThan(1e-3);
    expect(found).toEqual(close(before.map((x) => middle + factor * (x - middle))));
  });

  test("move from or to the pixel's grey in saturation", () => {
    const found = jittered({ saturation: 0.9 }, 4);
    const before = numbers(colours());
    const factor = ((found[0] as number) - greyOf(before)) / (0.1 - greyOf(before));
    expect(Math.abs(factor - 1)).toBeGreaterThan(1e-3);
    const greys = [greyOf(before), greyOf(before.slice(3))];
    const wanted = before.map(
      (x, i) => (greys[Math.floor(i / 3)] as number) + factor * (x - (greys[Math.floor(i / 3)] as number)),
    );
    expect(found).toEqual(close(wanted));
  });

  test('keep their grey, and change, when hue turns', () => {
    const found = jittered({ hue: 0.3 }, 5);
    expect(greyOf(found)).toBeCloseTo(greyOf([0.1, 0.2, 0.3]), 4);
    expect(greyOf(found.slice(3))).toBeCloseTo(greyOf([0.9, 0.5, 0.1]), 4);
    expect(found).not.toEqual(close(numbers(colours()), 2));
  });

  test('are the same as when the steps are taken one after the other, in the order that was drawn', () => {
    for (let seed = 0; seed < 20; seed++) {
      const options = { chance: 1, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0 };
      const found = numbers(mapColours(colours(), [drawJitter(3, options, draw(random.key(seed)))]));
      // The same draws again, in the order in which they are taken.
      const host = draw(random.key(seed));
      host.chance(1);
      let pixels = [numbers(colours()).slice(0, 3), numbers(colours()).slice(3)];
      for (const change of host.order(4)) {
        if (change === 3) {
          host.uniform();
          continue;
        }
        const factor = host.uniform(0.6, 1.4);
        const greys = pixels.map(greyOf);
        const middle = ((greys[0] as number) + (greys[1] as number)) / 2;
        pixels = pixels.map((pixel, i) => {
          const from = change === 0 ? 0 : change === 1 ? middle : (greys[i] as number);
          return pixel.map((x) => from + factor * (x - from));
        });
      }
      expect(found).toEqual(close(pixels.flat()));
    }
  });

  test('become the grey of what was made before, where they are taken away', () => {
    const map = drawJitter(3, { ...still, brightness: 0.5, hue: 0.2 }, draw(random.key(6)));
    const before = numbers(mapColours(colours(), [map]));
    const after = numbers(mapColours(colours(), [withoutColour(map)]));
    const greys = [greyOf(before), greyOf(before.slice(3))] as const;
    expect(after).toEqual(close([greys[0], greys[0], greys[0], greys[1], greys[1], greys[1]]));
  });
});

describe('blur', () => {
  test('weighs by the Gaussian, mirrored at the border', () => {
    const image = tensor([[0, 0, 1, 0, 0]], [1, 1, 5, 1]);
    const weight = (i: number): number => Math.exp(-0.5 * (i / 0.8) ** 2);
    const whole = weight(0) + 2 * (weight(1) + weight(2) + weight(3));
    // Three pixels away lies the mirror image of the one next to the border.
    const wanted = [weight(2) * 2, weight(1) + weight(3), weight(0), weight(1) + weight(3), weight(2) * 2];
    const found = numbers(blurImages(image, [0.8]));
    expect(found[2]).toBeCloseTo((wanted[2] as number) / whole, 4);
    expect(found[0]).toBeCloseTo((wanted[0] as number) / whole, 4);
    expect(found[4]).toBeCloseTo(found[0] as number, 6);
  });

  test('keeps even images, and images whose deviation is 0', () => {
    const even = tensor(new Float32Array(6 * 5 * 3).fill(0.4), [1, 6, 5, 3]);
    expect(numbers(blurImages(even, [3]))).toEqual(close(numbers(even)));
    const some = random.uniform(random.key(1), [2, 6, 6, 3]);
    const found = numbers(blurImages(some, [0, 1]));
    expect(found.slice(0, 108)).toEqual(close(numbers(some).slice(0, 108)));
    expect(found.slice(108)).not.toEqual(close(numbers(some).slice(108), 2));
  });
});

describe('quarter turns', () => {
  const image = (): Tensor => tensor([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);

  test('turn against the clock, pixel for pixel', () => {
    expect(numbers(turnImages(image(), 1))).toEqual([3, 6, 2, 5, 1, 4]);
    expect(turnImages(image(), 1).shape).toEqual([1, 3, 2, 1]);
    expect(numbers(turnImages(image(), 2))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(numbers(turnImages(image(), 3))).toEqual([4, 1, 5, 2, 6, 3]);
  });

  test('four of them are none', () => {
    const some = random.uniform(random.key(1), [2, 5, 4, 3]);
    const around = [1, 1, 1, 1].reduce(turnImages, some);
    expect(numbers(around)).toEqual(numbers(some));
    expect(numbers(turnImages(turnImages(some, 2), 1))).toEqual(numbers(turnImages(some, 3)));
  });

  test('come one after the other, all images of each', () => {
    const some = random.uniform(random.key(1), [2, 3, 3, 1]);
    const turned = numbers(allQuarterTurns(some));
    expect(turned).toHaveLength(4 * 18);
    expect(turned.slice(36, 54)).toEqual(numbers(turnImages(some, 2)));
    expect(() => allQuarterTurns(image())).toThrow('square images, not [1, 2, 3, 1]');
    expect(() => turnImages(image(), 4)).toThrow('not 4');
  });
});
