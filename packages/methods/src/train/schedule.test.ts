import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constantRate, warmUpCosine } from './schedule.ts';

describe('warm-up and cosine', () => {
  test('rises evenly, is at the peak after the warm-up, half way down in the middle, and at the end at the last step', () => {
    const rate = warmUpCosine({ peak: 2, steps: 110, warmUp: 10, end: 0.5 });
    expect([1, 5, 10, 60, 110].map(rate)).toEqual([0.2, 1, 2, 1.25, 0.5].map((at) => expect.closeTo(at, 9)));
    expect(rate(1000)).toBeCloseTo(0.5, 9);
  });

  test('begins at the peak without a warm-up, or near it', () => {
    expect(warmUpCosine({ peak: 1, steps: 100 })(1)).toBeGreaterThan(0.999);
  });

  test('never falls while it warms up, never rises after, and lies between 0 and the peak', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(60),
        fc.double({ min: 1e-6, max: 10, noNaN: true }),
        (rest, warmUp, peak) => {
          const rate = warmUpCosine({ peak, steps: warmUp + rest, warmUp });
          for (let step = 1; step < warmUp + rest; step++) {
            const [now, next] = [rate(step), rate(step + 1)];
            if (step + 1 <= warmUp) expect(next).toBeGreaterThanOrEqual(now);
            if (step >= warmUp) expect(next).toBeLessThanOrEqual(now * (1 + 1e-12));
            expect(now).toBeGreaterThanOrEqual(0);
            expect(now).toBeLessThanOrEqual(peak * (1 + 1e-12));
          }
        },
      ),
    );
  });
});

test('a constant rate is the same at every step', () => {
  expect([1, 7, 10_000].map(constantRate(0.3))).toEqual([0.3, 0.3, 0.3]);
});
