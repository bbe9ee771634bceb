import { random, start } from '@broadsheet/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Features } from '../evaluate/features.ts';
import { draw } from '../views/draw.ts';
import { kMeans } from './k-means.ts';

beforeAll(() => start());

const featuresOf = (rows: readonly (readonly number[])[]): Features => ({
  values: Float32Array.from(rows.flat()),
  n: rows.length,
  width: rows[0]?.length ?? 0,
});

/** Points around some middles, in turn. */
function around(middles: readonly (readonly number[])[], n: number, spread: number, seed: number): Features {
  const host = draw(random.key(seed));
  return featuresOf(
    Array.from({ length: n }, (_, i) =>
      (middles[i % middles.length] as number[]).map((x) => x + spread * host.normal()),
    ),
  );
}

describe('k-means', () => {
  test('finds clusters that lie apart, their middles, sizes and inertia', async () => {
    const features = featuresOf([[0, 0], [0, 2], [10, 0], [10, 2], [10, 1]]); // prettier-ignore
    const { assignments, centres, sizes, inertia } = await kMeans(features, { k: 2 }, random.key(1));
    const [left, right] = [assignments[0] as number, assignments[2] as number];
    expect([...assignments]).toEqual([left, left, right, right, right]);
    expect(left).not.toBe(right);
    expect([...centres.slice(2 * left, 2 * left + 2)]).toEqual([0, 1]);
    expect([...centres.slice(2 * right, 2 * right + 2)]).toEqual([10, 1]);
    expect([sizes[left], sizes[right]]).toEqual([2, 3]);
    expect(inertia).toBeCloseTo(4, 6);
  });

  test('finds twelve clouds from its start, and the same ones for the same key', async () => {
    const middles = Array.from({ length: 12 }, (_, i) => [10 * (i % 4), 10 * Math.floor(i / 4)]);
    const features = around(middles, 600, 0.5, 3);
    const found = await kMeans(features, { k: 12, starts: 3 }, random.key(1));
    expect([...found.sizes]).toEqual(Array.from({ length: 12 }, () => 50));
    expect(await kMeans(features, { k: 12, starts: 3 }, random.key(1))).toEqual(found);
  });

  test('leaves every feature with its nearest centre, no cluster empty, and is no worse with more rounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 9, max: 40 }),
        async (seed, k, n) => {
          // Whole numbers near each other: many features are the same, and clusters become empty.
          const host = draw(random.key(seed));
          const features = featuresOf(Array.from({ length: n }, () => [host.below(3), host.below(3)]));
          const { sizes, inertia, assignments, centres } = await kMeans(features, { k }, random.key(seed));
          expect(Math.min(...sizes)).toBeGreaterThan(0);
          expect(sizes.reduce((a, b) => a + b)).toBe(n);
          const early = await kMeans(features, { k, rounds: 1 }, random.key(seed));
          expect(inertia).toBeLessThanOrEqual(early.inertia + 1e-4);
          for (let i = 0; i < n; i++) {
            const away = (c: number): number =>
              ((features.values[2 * i] as number) - (centres[2 * c] as number)) ** 2 +
              ((features.values[2 * i + 1] as number) - (centres[2 * c + 1] as number)) ** 2;
            const own = away(assignments[i] as number);
            const alone = sizes[assignments[i] as number] === 1;
            for (let c = 0; c < k && !alone; c++) expect(own).toBeLessThanOrEqual(away(c) + 1e-4);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('has no inertia with a cluster for each', async () => {
    const features = around([[0, 0, 0]], 20, 1, 2);
    const { inertia, sizes } = await kMeans(features, { k: 20 }, random.key(1));
    expect(inertia).toBe(0);
    expect([...sizes]).toEqual(Array.from({ length: 20 }, () => 1));
  });

  test('tells what cannot be', async () => {
    const features = featuresOf([[0], [1]]);
    await expect(kMeans(features, { k: 3 }, random.key(1))).rejects.toThrow('from 1 to the 2 features');
    await expect(kMeans(features, { k: 1, starts: 0 }, random.key(1))).rejects.toThrow(
      'starts is at least 1, not 0',
    );
    await expect(kMeans(featuresOf([[0], [Number.NaN]]), { k: 1 }, random.key(1))).rejects.toThrow(
      'feature 1 holds NaN',
    );
  });
});
