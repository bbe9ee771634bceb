import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitImages } from './fit-images.ts';
import { resizeImage } from './resize-image.ts';

test('a pixel is the mean of what it covers', () => {
  expect([...resizeImage([0, 100, 200, 40], [2, 2, 1], [1, 1])]).toEqual([85]);
  // Of three pixels in a row, one and a half each.
  const row = [0, 90, 210, 0, 90, 210, 0, 90, 210];
  expect([...resizeImage(row, [3, 3, 1], [2, 2])]).toEqual([30, 170, 30, 170]);
  // Colours stay apart.
  expect([...resizeImage([10, 200, 30, 100], [1, 2, 2], [1, 1])]).toHaveLength(2);
});

test('the middle is cut out where the proportions differ', () => {
  // Of four columns the two in the middle.
  expect([...resizeImage([9, 1, 3, 9, 9, 5, 7, 9], [2, 4, 1], [1, 1])]).toEqual([4]);
});

test('small images become larger, and an even grey stays what it was', () => {
  expect([...resizeImage([10, 20], [1, 2, 1], [1, 2])]).toEqual([10, 20]);
  expect([...resizeImage([7], [1, 1, 1], [2, 2])]).toEqual([7, 7, 7, 7]);
  const size = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(size, size, size, size, fc.integer({ min: 0, max: 255 }), (h, w, rows, columns, level) => {
      const made = resizeImage(new Uint8Array(h * w).fill(level), [h, w, 1], [rows, columns]);
      expect([...made]).toEqual(Array.from({ length: rows * columns }, () => level));
    }),
  );
});

test('images are brought to an encoder’s size and channels', () => {
  const grey = { kind: 'images', shape: [1, 1, 1], pixels: Uint8Array.of(5, 9) } as const;
  expect([...fitImages(grey, [1, 1, 3]).pixels]).toEqual([5, 5, 5, 9, 9, 9]);
  const coloured = { kind: 'images', shape: [1, 1, 3], pixels: Uint8Array.of(10, 20, 60) } as const;
  expect([...fitImages(coloured, [1, 1, 1]).pixels]).toEqual([30]);
  expect(fitImages(coloured, [1, 1, 3])).toBe(coloured);
});
