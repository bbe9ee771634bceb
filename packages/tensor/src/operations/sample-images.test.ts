import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';

beforeAll(async () => void (await T.start()));

/** One number of the result, in float64, by the definition. */
function sampled(
  image: (row: number, column: number, channel: number) => number,
  [height, width]: readonly [number, number],
  transform: ArrayLike<number>,
  [r, s, channel]: readonly [number, number, number],
): number {
  const [a, b, c, d, e, f] = Array.from(transform) as [number, number, number, number, number, number];
  const hold = (place: number, last: number): number => Math.min(Math.max(place, 0), last);
  const [row, column] = [hold(a * r + b * s + c, height - 1), hold(d * r + e * s + f, width - 1)];
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [below, beside] = [Math.min(top + 1, height - 1), Math.min(left + 1, width - 1)];
  const [down, right] = [row - top, column - left];
  return (
    (1 - down) * ((1 - right) * image(top, left, channel) + right * image(top, beside, channel)) +
    down * ((1 - right) * image(below, left, channel) + right * image(below, beside, channel))
  );
}

const side = fc.integer({ min: 1, max: 9 });
const place = fc.double({ min: -12, max: 12, noNaN: true });

describe('sampleImages', () => {
  test.each(['float32', 'uint8'] as const)('of %s is that of a plain loop', (dtype) => {
    const sizes = fc.tuple(side, side, fc.constantFrom(1, 3, 4), side, side);
    const crops = fc.array(fc.tuple(fc.nat(2), fc.tuple(place, place, place, place, place, place)), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(sizes, crops, fc.nat(255), ([height, width, channels, rows, columns], list, seed) => {
        const whole = Uint8Array.from(
          { length: 3 * height * width * channels },
          (_, i) => (i * 37 + seed) % 256,
        );
        const pixels = dtype === 'uint8' ? whole : Float32Array.from(whole, (byte) => byte / 255);
        const transforms = Float32Array.from(list.flatMap(([, transform]) => transform));
        const y = T.sampleImages(
          T.tensor(pixels, [3, height, width, channels]),
          T.tensor(Int32Array.from(list, ([index]) => index)),
          T.tensor(transforms, [list.length, 6]),
          [rows, columns],
        );
        expect(y.shape).toEqual([list.length, rows, columns, channels]);
        const found = y.dataNow();
        let at = 0;
        list.forEach(([index], i) => {
          const image = (row: number, column: number, channel: number): number =>
            (whole[((index * height + row) * width + column) * channels + channel] as number) / 255;
          const transform = transforms.subarray(6 * i, 6 * i + 6);
          for (let r = 0; r < rows; r++)
            for (let s = 0; s < columns; s++)
              for (let channel = 0; channel < channels; channel++)
                expect(found[at++]).toBeCloseTo(
                  sampled(image, [height, width], transform, [r, s, channel]),
                  4,
                );
        });
      }),
      { numRuns: 60 },
    );
  });

  test('gives the image itself, its mirror image and a crop to the bit', () => {
    const image = T.random.uniform(T.random.key(1), [1, 5, 7, 3]);
    const look = (...transform: number[]): T.Tensor =>
      T.sampleImages(image, T.tensor([0], undefined, 'int32'), T.tensor([transform]), [5, 7]);
    expect(look(1, 0, 0, 0, 1, 0).dataNow()).toEqual(image.dataNow());
    expect(look(1, 0, 0, 0, -1, 6).dataNow()).toEqual(T.flip(image, 2).dataNow());
    const crop = T.slice(look(1, 0, 2, 0, 1, 3), null, [0, 3], [0, 4]);
    expect(crop.dataNow()).toEqual(T.slice(image, null, [2, 5], [3, 7]).dataNow());
  });

  test('reads nothing outside of the images, wherever a transform leads', () => {
    const wild = fc.constantFrom(NaN, Infinity, -Infinity, 3e38, -3e38, 0, 1, 1e-40, 2 ** 31, -(2 ** 31));
    for (const dtype of ['float32', 'uint8'] as const) {
      // What lies around the images would be seen in the result: no number, or the one byte that is not in them.
      const around = dtype === 'float32' ? T.full([4, 3, 4, 2], NaN) : T.full([4, 3, 4, 2], 255, 'uint8');
      const images = T.slice(around, [1, 3]);
      T.assign(images, T.full([2, 3, 4, 2], 1, dtype));
      const one = dtype === 'float32' ? 1 : Math.fround(1 / 255);
      fc.assert(
        fc.property(fc.array(wild, { minLength: 12, maxLength: 12 }), (transforms) => {
          const y = T.sampleImages(
            images,
            T.tensor([1, 0], undefined, 'int32'),
            T.tensor(transforms, [2, 6]),
            [3, 5],
          );
          for (const value of y.dataNow()) expect(value).toBeCloseTo(one, 6);
        }),
      );
    }
  });

  test('takes views, and is the same on any number of threads', async () => {
    const [images, indices] = [
      T.tensor(
        Uint8Array.from({ length: 10 * 40 * 30 * 3 }, (_, i) => (i * i) % 251),
        [10, 30, 40, 3],
      ),
      T.tensor(Int32Array.from({ length: 64 }, (_, i) => (i * 7) % 10)),
    ];
    const transforms = T.random.normal(T.random.key(5), [64, 6]);
    const turned = T.transpose(images, [0, 2, 1, 3]);
    const alone = T.sampleImages(turned, indices, transforms, [32, 32]).dataNow();
    expect(T.sampleImages(T.copy(turned), indices, transforms, [32, 32]).dataNow()).toEqual(alone);
    const two = await T.start({ threads: 2 });
    await two.ready();
    const again = T.sampleImages(
      T.tensor(turned.dataNow<'uint8'>(), turned.shape),
      T.tensor(indices.dataNow<'int32'>()),
      T.tensor(transforms.dataNow(), [64, 6]),
      [32, 32],
    );
    expect(again.dataNow()).toEqual(alone);
    await two.stop();
    await T.start();
  });

  test('says what does not fit', () => {
    const images = T.zeros([2, 4, 4, 1]);
    const one = T.tensor([0], undefined, 'int32');
    const transforms = T.zeros([1, 6]);
    expect(() => T.sampleImages(T.zeros([4, 4, 1]), one, transforms, [2, 2])).toThrow(
      'images [n, height, width, channels] is taken here, not a tensor of shape [4, 4, 1]',
    );
    expect(() => T.sampleImages(T.zeros([2, 4, 4, 1], 'int32'), one, transforms, [2, 2])).toThrow(
      'sampleImages: float32 or uint8 is taken here, not int32',
    );
    expect(() => T.sampleImages(images, T.tensor([2], undefined, 'int32'), transforms, [2, 2])).toThrow(
      'sampleImages: there is no index 2; they go from 0 to 1',
    );
    expect(() => T.sampleImages(images, one, T.zeros([2, 6]), [2, 2])).toThrow(
      'sampleImages: indices [1] and transforms [2, 6] do not belong together',
    );
    expect(() => T.sampleImages(T.zeros([1, 0, 4, 1]), one, transforms, [2, 2])).toThrow('have no pixels');
    expect(() => T.sampleImages(images, one, transforms, [2, -1])).toThrow('[2, -1]');
    expect(T.sampleImages(images, one, transforms, [0, 3]).shape).toEqual([1, 0, 3, 1]);
  });
});
