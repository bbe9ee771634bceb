import { describe, expect, test } from 'vitest';
import { interestTable, severalInterestsTable } from '../report/interest-tables.ts';
import { hashedWords } from '../testing.ts';
import type { Reader } from '../recommend/draw-readers.ts';
import { drawBackground, featuresOfPapers, interestContent } from '../recommend/interest-content.ts';
import type { CiteULike } from '../recommend/read-citeulike.ts';
import { studyInterests } from './interest-study.ts';
import { judgeMixing, oneAverage, rankInterests, separateInterests } from './judge-mixing.ts';
import { mixReaders } from './mix-readers.ts';

/** Twenty-five fields of ten papers, each with words of its own and a few that all have; a reader of each field. */
const fields = 25;
const each = 10;
const set: CiteULike = {
  vocabulary: Array.from({ length: 4 * fields + 6 }, (_, i) => `word${i}`),
  bags: Array.from({ length: fields * each }, (_, paper) => {
    const field = Math.floor(paper / each);
    const own = [0, 1, 2].map((n) => 4 * field + ((n + paper) % 4));
    return [...own, 4 * fields + (paper % 6)].map((word) => ({ word, count: 1 }));
  }),
  readers: Array.from({ length: fields }, (_, field) => Array.from({ length: each }, (_unused, n) => field * each + n)), // prettier-ignore
  citations: Array.from({ length: fields * each }, () => []),
};
const reader = (number: number): Reader => {
  const papers = set.readers[number] ?? [];
  return { number, seeds: papers.slice(0, 5), others: new Set(papers.slice(5)) };
};

describe('an interest on judged data', () => {
  test('finds the papers of the seeds’ field first', () => {
    const features = featuresOfPapers(set, null, 0);
    const scores = interestContent(features, drawBackground(features, 0, 1)).score([0, 1, 2, 3, 4], 0);
    const best = Array.from(scores, (score, paper) => ({ score, paper })).sort((a, b) => b.score - a.score);
    expect(best.slice(0, each).every(({ paper }) => paper < each)).toBe(true);
  });
});

describe('readers with several interests', () => {
  test('are made of two to four, the same for the same seed', () => {
    const readers = Array.from({ length: 20 }, (_, n) => reader(n));
    const mixed = mixReaders(readers, { seed: 3, count: 50 });
    const sizes = mixed.map(({ interests }) => interests.length);
    expect(new Set(sizes)).toEqual(new Set([2, 3, 4]));
    for (const { interests } of mixed) expect(new Set(interests).size).toBe(interests.length);
    expect(mixReaders(readers, { seed: 3, count: 50 })).toEqual(mixed);
    expect(mixReaders(readers, { seed: 4, count: 50 })).not.toEqual(mixed);
  });

  test('are served each interest where they are apart, by what others are compared with', () => {
    // Knows two fields: the first scores far more than the second.
    const content = {
      name: 'loud',
      knows: 'texts' as const,
      score: (seeds: readonly number[]) =>
        Float64Array.from({ length: 400 }, (_, paper) =>
          seeds.reduce(
            (sum, seed) =>
              sum + (Math.floor(seed / 200) === Math.floor(paper / 200) ? (seed < 200 ? 100 : 1) : 0),
            0,
          ),
        ),
    };
    const half = (from: number): Reader => ({
      number: from,
      seeds: [from, from + 1],
      others: new Set(Array.from({ length: 50 }, (_, n) => from + 2 + n)),
    });
    const mixed = [{ interests: [half(0), half(200)] }];
    const rankings = rankInterests(content);
    const [average, apart] = judgeMixing(
      mixed,
      [oneAverage('average', content), separateInterests('apart', rankings, 1)],
      1,
    );
    expect(average).toMatchObject({ all: { mean: 0.5 }, least: { mean: 0 }, gain: { all: { mean: 0 } } });
    expect(apart).toMatchObject({ all: { mean: 1 }, least: { mean: 1 }, gain: { least: { mean: 1 } } });
  });
});

test('a study chooses by one half and reports on the other, and says the same each time', async () => {
  const options = { encoder: hashedWords(32), seed: 1, few: 10 };
  const study = await studyInterests(set, options);
  expect(study).toMatchObject({ choosing: 10, reporting: 12, few: 10, mixed: 10 });
  expect(study.systems.map(({ name }) => name)).toContain('interest');
  for (const { recall } of study.systems.slice(0, 4)) expect(recall.mean).toBeGreaterThan(0.9);
  expect(study.mixing).toHaveLength(6);
  expect(interestTable(study).split('\n')).toHaveLength(2 + study.systems.length + 2);
  expect(severalInterestsTable(study)).toContain('floor of 80 %');
  expect(interestTable(null)).toContain('Not measured yet');
}, 60_000);
