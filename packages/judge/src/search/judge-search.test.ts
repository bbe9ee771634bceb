import { expect, test } from 'vitest';
import { hashedWords, tenDocuments } from '../testing.ts';
import { plainQuery } from '../systems/plain-query.ts';
import { judgeSearch } from './judge-search.ts';
import { measureRankings } from './measure-rankings.ts';

test('every system is asked and measured, with its intervals', async () => {
  const told = new Set<string>();
  const judged = await judgeSearch(tenDocuments, {
    encoder: hashedWords(256),
    onProgress: (what) => told.add(what),
  });
  expect(judged).toMatchObject({ collection: 'ten', documents: 10, queries: 4, allQueries: 4 });
  expect(judged.leftOut).toEqual([{ id: 'empty', reason: 'It has no text.' }]);
  const of = Object.fromEntries(judged.systems.map(({ name, measures }) => [name, measures]));
  expect(Object.keys(of)).toEqual(['hybrid', 'encoder', 'BM25', 'TF-IDF', 'random']);
  // Words alone find all but one relevant document of the first query, which shares no word with it.
  const best = (1 + 1 + 1 + 2 / (2 + 1 / Math.log2(3))) / 4;
  expect(of['BM25']?.['nDCG@10'].mean).toBeCloseTo(best, 6);
  expect(of['BM25']?.['recall@100'].mean).toBeCloseTo(0.875, 6);
  expect(of['TF-IDF']?.['nDCG@10'].mean).toBeCloseTo(best, 6);
  expect(of['encoder']?.['MRR@10'].mean).toBe(1);
  // At random all ten documents are found, so that only their order can be bad.
  expect(of['random']?.['recall@100'].mean).toBe(1);
  for (const { low, mean, high } of judged.systems.map(({ measures }) => measures['nDCG@10'])) {
    expect(low).toBeLessThanOrEqual(mean);
    expect(mean).toBeLessThanOrEqual(high);
  }
  const difference = judged.differences.find(({ of: one }) => one === 'encoder');
  expect(difference?.measures['nDCG@10'].mean).toBeCloseTo(
    (of['encoder']?.['nDCG@10'].mean ?? 0) - (of['BM25']?.['nDCG@10'].mean ?? 0),
    12,
  );
  expect([...told]).toEqual([
    'taking documents in',
    'encoding documents',
    'hybrid',
    'encoder',
    'BM25',
    'TF-IDF',
    'random',
  ]);
});

test('without an encoder what needs one is left out, and some queries are drawn by the seed', async () => {
  const judge = (seed: number) =>
    judgeSearch(tenDocuments, { encoder: null, systems: ['hybrid', 'TF-IDF', 'random'], queries: 2, seed });
  const judged = await judge(1);
  expect(judged).toMatchObject({ queries: 2, allQueries: 4, encoder: null });
  expect(judged.systems.map(({ name }) => name)).toEqual(['TF-IDF', 'random']);
  expect(await judge(1)).toEqual(judged);
});

test('it stops when it is told to', async () => {
  const stop = new AbortController();
  const judging = judgeSearch(tenDocuments, {
    encoder: null,
    systems: ['TF-IDF'],
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('enough')),
  });
  await expect(judging).rejects.toThrow('enough');
});

test('a ranking that names a document twice, or is missing, is not measured', () => {
  const { queries } = tenDocuments;
  expect(() => measureRankings(queries, [[], ['a', 'a'], [], []])).toThrow('query 2 names a document twice');
  expect(() => measureRankings(queries, [])).toThrow('0 rankings for 4 queries');
});

test('operators of the search box are plain words in a judged query', () => {
  expect(plainQuery('MICROWAVE OR OPTICAL -band "a phrase" year:1999 (a|b) high-speed ORDER')).toBe(
    'MICROWAVE or OPTICAL band a phrase year 1999 (a b) high-speed ORDER',
  );
});
