import { random, start } from '@broadsheet/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { draw } from '../views/draw.ts';
import { accuracy } from './accuracy.ts';
import { alignment } from './alignment.ts';
import { balancedAccuracy, confusion } from './confusion.ts';
import type { Features } from './features.ts';
import { meanAndSpread } from './mean-and-spread.ts';
import { rankMe, singularSpectrum } from './rank-me.ts';
import { meanSquaredError, rSquared } from './regression-error.ts';
import { spearman } from './spearman.ts';
import { uniformity } from './uniformity.ts';

beforeAll(() => start());

const features = (rows: readonly (readonly number[])[]): Features => ({
  values: Float32Array.from(rows.flat()),
  n: rows.length,
  width: rows[0]?.length ?? 0,
});

function noise(n: number, width: number, seed: number): Features {
  const host = draw(random.key(seed));
  return { values: Float32Array.from({ length: n * width }, () => host.normal()), n, width };
}

describe('RankMe', () => {
  test('is 1 on a line, the width where all directions are alike', () => {
    expect(rankMe(features([[1, 2], [2, 4], [-3, -6]]))).toBeCloseTo(1, 3); // prettier-ignore
    const axes = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (__, j) => (i === j ? 3 : 0)));
    expect(rankMe(features(axes))).toBeCloseTo(8, 3);
  });

  test('is exp of the entropy of the singular values', () => {
    // Singular values 3 and 1: shares 3/4 and 1/4.
    const wanted = Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25));
    expect(rankMe(features([[3, 0], [0, 1], [0, 0]]))).toBeCloseTo(wanted, 4); // prettier-ignore
    expect([...singularSpectrum(features([[3, 0, 0], [0, 0, 1]]))]).toEqual([expect.closeTo(3, 6), expect.closeTo(1, 6)]); // prettier-ignore
  });

  test('does not change with the scale, and is between 1 and the lesser side', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (seed, n, width, scale) => {
          const one = noise(n, width, seed);
          const found = rankMe(one);
          expect(found).toBeGreaterThan(1 - 1e-6);
          expect(found).toBeLessThan(Math.min(n, width) + 1e-4);
          expect(rankMe({ ...one, values: one.values.map((value) => value * scale) })).toBeCloseTo(found, 3);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('tells features that are all 0', () => {
    expect(() => rankMe(features([[0, 0]]))).toThrow('all 0');
  });
});

describe('alignment', () => {
  test('is 0 of the same directions, 2 of right angles and 4 of opposite ones', () => {
    expect(alignment(features([[1, 2]]), features([[10, 20]]))).toBeCloseTo(0, 6);
    expect(alignment(features([[1, 0]]), features([[0, 3]]))).toBeCloseTo(2, 6);
    expect(alignment(features([[1, 0]]), features([[-2, 0]]))).toBeCloseTo(4, 6);
    expect(alignment(features([[1, 0], [1, 0]]), features([[0, 3], [1, 0]]), 1)).toBeCloseTo(Math.SQRT2 / 2, 6); // prettier-ignore
  });

  test('compares features of one shape', () => {
    expect(() => alignment(features([[1, 0]]), features([[1]]))).toThrow('[1, 2] and [1, 1]');
  });
});

describe('uniformity', () => {
  test('is the logarithm of the mean over pairs', async () => {
    // Squared distances 2, 4 and 2.
    const wanted = Math.log((2 * Math.exp(-4) + Math.exp(-8)) / 3);
    expect(await uniformity(features([[1, 0], [0, 5], [-2, 0]]))).toBeCloseTo(wanted, 5); // prettier-ignore
    expect(await uniformity(features([[1, 1], [2, 2]]))).toBeCloseTo(0, 5); // prettier-ignore
  });

  test('goes over all pairs of more features than lie in memory at once', async () => {
    const one = noise(700, 3, 1);
    let total = 0;
    const row = (i: number): number[] => {
      const own = [...one.values.slice(3 * i, 3 * i + 3)];
      const length = Math.hypot(...own);
      return own.map((x) => x / length);
    };
    const rows = Array.from({ length: one.n }, (_, i) => row(i));
    rows.forEach((a, i) =>
      rows.slice(i + 1).forEach((b) => {
        total += Math.exp(-2 * a.reduce((sum, x, j) => sum + (x - (b[j] as number)) ** 2, 0));
      }),
    );
    expect(await uniformity(one)).toBeCloseTo(Math.log(total / ((700 * 699) / 2)), 5);
  });

  test('takes two features', async () => {
    await expect(uniformity(features([[1]]))).rejects.toThrow('two features at least, and there are 1');
  });
});

describe('accuracy and confusion', () => {
  const labels = Int32Array.from([0, 0, 0, 0, 1, 1]);
  const predictions = Int32Array.from([0, 0, 0, 1, 1, 0]);

  test('count what was taken for which', () => {
    expect(accuracy(predictions, labels)).toBeCloseTo(4 / 6, 9);
    const { counts, recall, precision } = confusion(predictions, labels);
    expect([...counts]).toEqual([3, 1, 1, 1]);
    expect([...recall]).toEqual([0.75, 0.5]);
    expect([...precision]).toEqual([0.75, 0.5]);
    expect(balancedAccuracy(predictions, labels)).toBe(0.625);
  });

  test('leave classes that do not occur out of the balance', () => {
    expect(confusion(predictions, labels, 3).recall[2]).toBeNaN();
    expect(balancedAccuracy(Int32Array.from([2, 0]), Int32Array.from([0, 0]))).toBe(0.5);
  });

  test('tell what does not fit', () => {
    expect(() => accuracy([1], [1, 2])).toThrow('1 predictions and 2 labels');
    expect(() => accuracy([], [])).toThrow('0 predictions');
    expect(() => confusion(Int32Array.from([1]), Int32Array.from([-1]))).toThrow('-1 at 0');
  });
});

describe('errors of a regression', () => {
  test('are worked out by hand', () => {
    expect(meanSquaredError([1, 2], [3, 2])).toBe(2);
    expect(rSquared([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(rSquared([2, 2, 2], [1, 2, 3])).toBe(0);
    expect(rSquared([3, 2, 1], [1, 2, 3])).toBe(-3);
    expect(() => rSquared([], [])).toThrow('0 predictions');
  });
});

describe("Spearman's correlation", () => {
  test('is 1 of what rises together, -1 of what falls, with ties by their mean rank', () => {
    expect(spearman([1, 5, 9], [2, 3, 100])).toBe(1);
    expect(spearman([1, 5, 9], [3, 2, 1])).toBe(-1);
    // Ranks [0, 1.5, 1.5, 3] and [0, 1, 2, 3]: 4.5 / √(4.5·5).
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 9);
    expect(spearman([1, 1], [1, 2])).toBeNaN();
    expect(() => spearman([1], [1])).toThrow('2 at least');
  });

  test('does not change where a series goes through what rises', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
          minLength: 2,
          maxLength: 20,
        }),
        (pairs) => {
          const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
          const found = spearman(a, b);
          const other = spearman(
            a.map((x) => x ** 3 + x),
            b.map(Math.exp),
          );
          if (Number.isNaN(found)) expect(other).toBeNaN();
          else expect(other).toBeCloseTo(found, 9);
        },
      ),
    );
  });
});

test('mean and spread divide by n - 1, and one figure has no spread', () => {
  expect(meanAndSpread([1, 2, 6])).toEqual({ mean: 3, spread: Math.sqrt(7), n: 3 });
  expect(meanAndSpread([4]).spread).toBeNaN();
  expect(() => meanAndSpread([])).toThrow('no figures');
});
