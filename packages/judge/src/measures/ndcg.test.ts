import { describe, expect, it } from 'vitest';
import { ndcg } from './ndcg.ts';

describe('ndcg', () => {
  const grades = new Map([
    ['a', 3],
    ['b', 2],
    ['c', 1],
    ['d', 0],
    ['e', -1],
  ]);

  it('is 1 for the ideal order and 0 where nothing relevant was found', () => {
    expect(ndcg(['a', 'b', 'c'], grades)).toBe(1);
    expect(ndcg(['d', 'x', 'e'], grades)).toBe(0);
    expect(ndcg(['a'], new Map())).toBe(0);
  });

  it('agrees with a value worked out by hand', () => {
    // Gains 0, 3, 1 at ranks 1 to 3 over the ideal 3, 2, 1.
    const earned = 3 / Math.log2(3) + 1 / Math.log2(4);
    const ideal = 3 + 2 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcg(['d', 'a', 'c'], grades)).toBeCloseTo(earned / ideal, 12);
  });

  it('looks no deeper than it was told', () => {
    expect(ndcg(['x', 'a'], grades, 1)).toBe(0);
    expect(ndcg(['a', 'x'], grades, 1)).toBe(1);
  });
});
