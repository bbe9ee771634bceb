import { random } from '@broadsheet/tensor';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw } from './draw.ts';

const many = 20_000;

/** Mean and variance of what is drawn again and again. */
function momentsOf(next: () => number): { mean: number; variance: number } {
  const drawn = Array.from({ length: many }, next);
  const mean = drawn.reduce((total, value) => total + value, 0) / many;
  return { mean, variance: drawn.reduce((total, value) => total + (value - mean) ** 2, 0) / many };
}

describe('random numbers on the host', () => {
  test('are the same for the same key, and others for another', () => {
    const some = (seed: number): number[] => {
      const host = draw(random.key(seed));
      return [host.uniform(), host.normal(), host.below(1000), ...host.order(5)];
    };
    expect(some(3)).toEqual(some(3));
    expect(some(3)).not.toEqual(some(4));
  });

  test('have the moments of their distributions', () => {
    const host = draw(random.key(1));
    const even = momentsOf(() => host.uniform(-1, 3));
    expect(even.mean).toBeCloseTo(1, 1);
    expect(even.variance).toBeCloseTo(16 / 12, 1);
    const normal = momentsOf(() => host.normal());
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.variance).toBeCloseTo(1, 1);
    expect(momentsOf(() => (host.chance(0.3) ? 1 : 0)).mean).toBeCloseTo(0.3, 1);
  });

  test('lie where they are asked for', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 50 }), (seed, limit) => {
        const host = draw(random.key(seed));
        const whole = host.below(limit);
        expect(Number.isInteger(whole) && whole >= 0 && whole < limit).toBe(true);
        const between = host.uniform(limit, limit + 1);
        expect(between >= limit && between < limit + 1).toBe(true);
        expect([...host.order(limit)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: limit }, (_, i) => i),
        );
      }),
    );
  });

  test('put every element in every place as often', () => {
    const host = draw(random.key(2));
    const first = [0, 0, 0];
    for (let i = 0; i < 3000; i++) {
      const at = host.order(3)[0] as number;
      first[at] = (first[at] as number) + 1;
    }
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
