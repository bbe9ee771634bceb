import { expect, test } from 'vitest';
import { agree } from './agreement.ts';

test('figures that differ by less than a thousandth agree', () => {
  expect(agree([2.3361, 2.2489], [2.3362, 2.249])).toBe(true);
});

test('one figure that differs by more is enough to disagree', () => {
  expect(agree([2.3361, 2.26], [2.3361, 2.249])).toBe(false);
});

test('figures that are missing or no numbers disagree', () => {
  expect(agree([2.3361], [2.3361, 2.249])).toBe(false);
  expect(agree([Number.NaN], [2.3361])).toBe(false);
});
