import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { averagePrecision } from './average-precision.ts';
import { ndcg } from './ndcg.ts';
import { poolNdcg } from './pool-ndcg.ts';
import { rPrecision } from './r-precision.ts';
import { recall } from './recall.ts';
import { reciprocalRank } from './reciprocal-rank.ts';

/** Three relevant documents of five, one of them of a higher grade. */
const grades = new Map([
  ['a', 1],
  ['b', 0],
  ['c', 3],
  ['d', -1],
  ['e', 1],
]);

describe('worked out by hand', () => {
  test('recall', () => {
    expect(recall(['b', 'a', 'x', 'c'], grades)).toBeCloseTo(2 / 3, 12);
    expect(recall(['b', 'a', 'x', 'c'], grades, 3)).toBeCloseTo(1 / 3, 12);
  });

  test('reciprocal rank', () => {
    expect(reciprocalRank(['b', 'd', 'a', 'c'], grades)).toBeCloseTo(1 / 3, 12);
    expect(reciprocalRank(['b', 'd', 'a', 'c'], grades, 2)).toBe(0);
  });

  test('average precision counts what was not found', () => {
    // Precision 1/2 at a and 2/4 at c; e is missing.
    expect(averagePrecision(['b', 'a', 'x', 'c'], grades)).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12);
    expect(averagePrecision(['b', 'a', 'x', 'c'], grades, 2)).toBeCloseTo(1 / 4, 12);
  });

  test('R-precision', () => {
    expect(rPrecision(['a', 'x', 'c', 'e'], grades)).toBeCloseTo(2 / 3, 12);
    expect(rPrecision(['a', 'c'], grades, 2)).toBe(0);
  });

  test('nDCG of a pool, down to a fifth of its size rounded down', () => {
    const pool = new Map(
      Array.from({ length: 14 }, (_, at) => [`p${at}`, at === 3 ? 2 : at === 9 ? 1 : 0] as const),
    );
    const order = ['p9', 'p0', 'p3', 'p1', 'p2', ...[4, 5, 6, 7, 8, 10, 11, 12, 13].map((at) => `p${at}`)];
    // A fifth of 14 is 2: p9 earns 1; the best two would be 2 and 1.
    expect(poolNdcg(order, pool)).toBeCloseTo(1 / (2 + 1 / Math.log2(3)), 12);
    // A half is 7: p3, at the third place, earns 2 / log2 4.
    expect(poolNdcg(order, pool, 50)).toBeCloseTo(2 / (2 + 1 / Math.log2(3)), 12);
    expect(() => poolNdcg(order.slice(1), pool)).toThrow('13 documents for a pool of 14');
  });
});

const measures = {
  ndcg: (ranking: readonly string[], judged: ReadonlyMap<string, number>) => ndcg(ranking, judged, 100),
  recall,
  reciprocalRank: (ranking: readonly string[], judged: ReadonlyMap<string, number>) =>
    reciprocalRank(ranking, judged, 100),
  averagePrecision,
  rPrecision,
  poolNdcg: (ranking: readonly string[], judged: ReadonlyMap<string, number>) =>
    poolNdcg(ranking, judged, 100),
};
const judgements = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 30 })
  .map((list) => new Map(list.map((grade, at) => [`d${at}`, grade])));

describe.each(Object.entries(measures))('%s', (_, measure) => {
  it('is 1 for the best order, 0 without anything relevant, and between them else', () => {
    fc.assert(
      fc.property(
        judgements,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (judged, keys) => {
          const best = [...judged.keys()].sort((a, b) => (judged.get(b) ?? 0) - (judged.get(a) ?? 0));
          const anything = [...judged.values()].some((grade) => grade > 0);
          expect(measure(best, judged)).toBeCloseTo(anything ? 1 : 0, 12);
          const order = [...judged.keys()]
            .map((id) => ({ id, key: keys.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ id }) => id);
          const value = measure(order, judged);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
    );
  });

  it('does not mind in which order documents of one grade stand', () => {
    fc.assert(
      fc.property(judgements, (judged) => {
        const order = [...judged.keys()];
        for (let at = 1; at < order.length; at++) {
          const [one = '', other = ''] = [order[at - 1], order[at]];
          if (judged.get(one) !== judged.get(other)) continue;
          const swapped = order.with(at - 1, other).with(at, one);
          expect(measure(swapped, judged)).toBeCloseTo(measure(order, judged), 12);
        }
      }),
    );
  });
});
