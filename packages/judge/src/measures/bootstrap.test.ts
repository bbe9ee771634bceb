import { expect, test } from 'vitest';
import { seededRandom } from '../random/seeded-random.ts';
import { bootstrapInterval } from './bootstrap.ts';

/** Sums of twelve uniform numbers less 6: as good as normal, mean 0 and deviation 1. */
function normal(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random();
    return sum;
  });
}

test('the interval is 1.96 standard errors to either side where values are normal', () => {
  const values = normal(400, 3);
  const { mean, low, high } = bootstrapInterval(values);
  const average = values.reduce((sum, value) => sum + value, 0) / 400;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 400);
  expect(mean).toBeCloseTo(average, 12);
  const half = (1.96 * deviation) / 20;
  expect(Math.abs(high - average - half)).toBeLessThan(0.06 * half);
  expect(Math.abs(average - low - half)).toBeLessThan(0.06 * half);
});

test('it holds the true mean in about 95 of 100 samples', () => {
  let held = 0;
  for (let sample = 0; sample < 200; sample++) {
    const { low, high } = bootstrapInterval(normal(60, 1000 + sample), { samples: 500 });
    if (low <= 0 && 0 <= high) held++;
  }
  // 190 are expected, with a standard deviation of 3.
  expect(held).toBeGreaterThan(178);
  expect(held).toBeLessThan(200);
});

test('of one query, or of equal ones, it is a point; the same seed gives the same', () => {
  expect(bootstrapInterval([0.25])).toEqual({ mean: 0.25, low: 0.25, high: 0.25 });
  expect(bootstrapInterval([1, 1, 1])).toEqual({ mean: 1, low: 1, high: 1 });
  expect(bootstrapInterval([]).mean).toBeNaN();
  const values = normal(30, 9);
  expect(bootstrapInterval(values, { seed: 4 })).toEqual(bootstrapInterval(values, { seed: 4 }));
  expect(bootstrapInterval(values, { seed: 4 })).not.toEqual(bootstrapInterval(values, { seed: 5 }));
});
