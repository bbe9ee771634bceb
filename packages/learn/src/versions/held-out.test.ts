import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHeldOut, shareHeldOut } from './held-out.ts';

test('the share is a tenth, and 2,000 papers of many', () => {
  expect(shareHeldOut(0)).toBe(0.1);
  expect(shareHeldOut(500)).toBe(0.1);
  expect(shareHeldOut(20_000)).toBe(0.1);
  expect(shareHeldOut(200_000)).toBe(0.01);
});

test('what a smaller share holds out, a greater one does too, whatever case and spaces are', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (title, share) => {
      const held = isHeldOut(title, share);
      expect(isHeldOut(title, Math.min(1, share * 1.5)) || !held).toBe(true);
      expect(isHeldOut(`  ${title.toLowerCase()} `, share)).toBe(held);
      expect(isHeldOut(title, 0)).toBe(false);
    }),
  );
});

test('about that share of titles is held out, short ones as long ones', () => {
  for (const prefix of ['', 'A study of the behaviour of '])
    for (const share of [0.01, 0.1]) {
      let held = 0;
      for (let i = 0; i < 50_000; i++) if (isHeldOut(`${prefix}${i}`, share)) held++;
      // Five standard deviations.
      expect(Math.abs(held - 50_000 * share)).toBeLessThan(5 * Math.sqrt(50_000 * share));
    }
});
