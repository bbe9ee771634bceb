import { start } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { bm25Places } from './bm25-places.ts';
import { checkEncoder, isClearlyWorse } from './check-encoder.ts';
import { openWordEncoder, wordModel } from './fixtures/word-encoder.ts';
import { somePapers } from './fixtures/take-papers.ts';

beforeAll(() => start({ threads: 1 }));

/** Encodes by a table. */
const tableEncoder = (rows: Record<string, readonly number[]>) => ({
  dimensions: 2,
  encode: (inputs: readonly (string | { abstract: string })[]) =>
    Promise.resolve(
      Float32Array.from(
        inputs.flatMap((input) => rows[typeof input === 'string' ? input : input.abstract] ?? [0, 0]),
      ),
    ),
});

test('a check says where titles find their abstracts, and how vectors lie', async () => {
  const papers = [
    { title: 'a', abstract: 'A' },
    { title: 'b', abstract: 'B' },
    { title: 'c', abstract: 'C' },
  ];
  const encoder = tableEncoder({ a: [1, 0], A: [1, 0], b: [1, 0], B: [0, 1], c: [-1, 0], C: [-1, 0] });
  const { check, places } = await checkEncoder(encoder, papers);
  // b is as near to B as to nothing: A is before it.
  expect(places).toEqual([1, 2, 1]);
  expect(check).toMatchObject({ papers: 3, recallAt1: 2 / 3, recallAt10: 1 });
  expect(check.meanReciprocalRank).toBeCloseTo((1 + 1 / 2 + 1) / 3, 10);
  // Squared distances of the three pairs are 0, 2 and 0.
  expect(check.alignment).toBeCloseTo(2 / 3, 6);
  // Singular values √2 and 1, shares .586 and .414: exp of their entropy.
  expect(check.rankMe).toBeCloseTo(1.9706, 3);
  // Squared distances of abstracts are 2, 4 and 2.
  expect(check.uniformity).toBeCloseTo(Math.log((2 * Math.exp(-4) + Math.exp(-8)) / 3), 5);
});

test('an encoder that knows nothing comes last and not first', async () => {
  const papers = somePapers(30);
  const { check, places } = await checkEncoder(tableEncoder({}), papers);
  expect(new Set(places)).toEqual(new Set([30]));
  expect(check).toMatchObject({ recallAt10: 0, rankMe: 1 });
  await expect(checkEncoder(tableEncoder({}), papers.slice(1, 2))).rejects.toThrow('two papers at least');
});

test('an encoder of words finds by them, and so does BM25', async () => {
  const papers = somePapers(200);
  const encoder = await openWordEncoder(wordModel({ seed: 1, dimensions: 256 }));
  const { check } = await checkEncoder(encoder, papers);
  expect(check.recallAt1).toBeGreaterThan(0.8);
  const places = bm25Places(papers);
  expect(places.filter((place) => place === 1).length).toBeGreaterThan(180);
});

test('BM25 by hand: rarer words count more, shorter abstracts too, and ties against it', () => {
  const papers = [
    { title: 'rare common', abstract: 'common word' },
    { title: 'rare', abstract: 'rare word' },
    { title: 'common', abstract: 'common word other thing' },
    { title: 'absent', abstract: 'word' },
  ];
  // 1: the rare one is before; 3: the same word in a shorter text is before; 4: all have nothing of it.
  expect(bm25Places(papers)).toEqual([2, 1, 2, 4]);
});

test('only what is more than luck is clearly worse', () => {
  const firsts = (share: number) => Array.from({ length: 100 }, (_, i) => (i < share * 100 ? 1 : 50));
  expect(isClearlyWorse(firsts(0.5), firsts(0.6))).toBe(true);
  expect(isClearlyWorse(firsts(0.6), firsts(0.5))).toBe(false);
  expect(isClearlyWorse(firsts(0.59), firsts(0.6))).toBe(false);
  expect(isClearlyWorse(firsts(0.6), firsts(0.6))).toBe(false);
  expect(isClearlyWorse([50, 50], [1, 1])).toBe(true);
  // Far down, places count for little: more firsts outweigh what slips out of the first ten.
  const places = Array.from({ length: 100 }, (_, i) => (i < 60 ? 1 : i < 70 ? 12 : 2));
  const others = Array.from({ length: 100 }, (_, i) => (i < 50 ? 1 : i < 70 ? 9 : 2));
  expect(isClearlyWorse(places, others)).toBe(false);
  expect(() => isClearlyWorse([1], [1, 2])).toThrow('the same papers');
});
