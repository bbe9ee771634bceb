import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learningRate } from './learning-rate.ts';

const rates = (kind: 'cosine' | 'infinite', goesOn: boolean, steps = 1000) => {
  const rate = learningRate(kind, { peak: 0.01, steps, goesOn });
  return Array.from({ length: steps }, (_, i) => rate(i + 1));
};

test('a cosine warms up each time, the infinite schedule once', () => {
  for (const goesOn of [false, true]) {
    const cosine = rates('cosine', goesOn);
    expect(cosine[0]).toBeCloseTo(0.0001, 6);
    expect(Math.max(...cosine)).toBeCloseTo(0.01, 6);
    expect(cosine.at(-1)).toBeCloseTo(0, 6);
  }
  expect(Math.max(...rates('infinite', false))).toBeCloseTo(0.01, 6);
  const on = rates('infinite', true);
  expect(on.slice(0, 700)).toEqual(Array(700).fill(0.004));
  expect(on.at(-1)).toBeCloseTo(0.0002, 6);
});

test('every rate is above nothing or at it, and at most the peak, for any number of steps', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom('cosine', 'infinite'),
      fc.boolean(),
      (steps, kind, goesOn) => {
        for (const rate of rates(kind, goesOn, steps)) {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(0.01 + 1e-12);
        }
      },
    ),
  );
});
