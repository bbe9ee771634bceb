import { expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';
import { shuffled } from './shuffled.ts';

test('numbers are spread evenly, follow from the seed, and seeds beside each other have nothing in common', () => {
  const random = seededRandom(7);
  const counts = new Array<number>(16).fill(0);
  for (let i = 0; i < 16_000; i++) {
    const value = random();
    expect(value >= 0 && value < 1).toBe(true);
    const bin = Math.floor(value * 16);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  // Chi squared with 15 degrees of freedom passes 37.7 once in a thousand times.
  expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(37.7);
  const first = (seed: number) => Array.from({ length: 4 }, seededRandom(seed));
  expect(first(0)).toEqual(first(0));
  expect(new Set([...first(0), ...first(1), ...first(-1), ...first(2 ** 31)]).size).toBe(16);
});

test('every order of three is drawn about as often', () => {
  const random = seededRandom(1);
  const orders = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = shuffled(['a', 'b', 'c'], random).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
