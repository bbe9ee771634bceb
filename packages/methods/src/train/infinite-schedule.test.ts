import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { infinite } from './schedule.ts';

const options = { peak: 1, constant: 0.4, end: 0.004, warmUp: 10, cooldown: 20 };

describe('the infinite schedule', () => {
  test('has the values of its four branches', () => {
    const rate = infinite({ ...options, annealing: { from: 100, steps: 10 } });
    // Half way up; the peak; half way down the cosine; constant; half way of the annealing, in logarithms; its end.
    const expected = [0.5, 1, 0.7, 0.4, 0.4, 0.04, 0.004];
    expect([5, 10, 20, 30, 100, 105, 110].map(rate)).toEqual(
      expected.map((value) => expect.closeTo(value, 9)),
    );
    expect(rate(15)).toBeCloseTo(0.4 + 0.3 * (1 + Math.SQRT1_2), 9);
    expect(rate(10_000)).toBeCloseTo(0.004, 9);
  });

  test('without annealing is constant for ever', () => {
    const rate = infinite(options);
    expect([30, 31, 1e6].map(rate)).toEqual([0.4, 0.4, 0.4].map((value) => expect.closeTo(value, 9)));
  });

  test('may be left by annealing at any point of the constant branch, from the same rates', () => {
    const [whole, left] = [infinite(options), infinite({ ...options, annealing: { from: 50, steps: 5 } })];
    for (let step = 1; step <= 50; step++) expect(left(step)).toBe(whole(step));
    expect(left(51)).toBeLessThan(whole(51));
  });

  test('never jumps: no step changes the rate by more than its branch allows', () => {
    const lengths = fc.integer({ min: 5, max: 60 });
    fc.assert(
      fc.property(lengths, lengths, lengths, lengths, (warmUp, cooldown, wait, steps) => {
        const from = warmUp + cooldown + wait;
        const rate = infinite({
          peak: 1,
          constant: 0.3,
          end: 0.1,
          warmUp,
          cooldown,
          annealing: { from, steps },
        });
        for (let step = 1; step < from + steps + 5; step++) {
          const change = rate(step + 1) - rate(step);
          expect(change).toBeLessThanOrEqual(1 / warmUp + 1e-12);
          // A cosine is steepest in its middle, annealing at its beginning.
          expect(-change).toBeLessThanOrEqual(
            Math.max((0.7 * Math.PI) / (2 * cooldown), (0.3 * Math.log(3)) / steps) + 1e-12,
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  test('refuses to anneal before it is constant, and rates that cannot be annealed to', () => {
    expect(() => infinite({ ...options, annealing: { from: 29, steps: 5 } })).toThrow(
      'from step 30 on, not at 29',
    );
    expect(() => infinite({ ...options, end: 0 })).toThrow('above 0, not 1, 0.4 and 0');
  });
});
