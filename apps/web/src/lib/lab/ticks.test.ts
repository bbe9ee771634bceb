import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ticks } from './ticks.ts';

it('takes round numbers', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(2.61, 4.5, 4)).toEqual([3, 3.5, 4, 4.5]);
  expect(ticks(-30, 80, 3)).toEqual([0, 50]);
  expect(ticks(3, 3, 4)).toEqual([3]);
});

it('stays within its axis, evenly, and near what is wanted', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
      fc.integer({ min: 1, max: 8 }),
      (low, span, wanted) => {
        const found = ticks(low, low + span, wanted);
        expect(found.length).toBeLessThanOrEqual(wanted + 1);
        for (const tick of found) {
          expect(tick).toBeGreaterThanOrEqual(low - 1e-6 * span);
          expect(tick).toBeLessThanOrEqual(low + span + 1e-6 * span);
        }
      },
    ),
  );
});
