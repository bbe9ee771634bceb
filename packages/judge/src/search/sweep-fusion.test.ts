import { expect, test } from 'vitest';
import { hashedWords, tenDocuments } from '../testing.ts';
import { judgeSearch } from './judge-search.ts';
import { sweepFusion } from './sweep-fusion.ts';

test('one side alone is that side, and both are what search gives with the same weights', async () => {
  const encoder = hashedWords(256);
  const both = { k: 60, words: 1, meaning: 1, depth: 100 };
  const [words, meaning, fused] = await sweepFusion(tenDocuments, encoder, [
    { ...both, meaning: 0 },
    { ...both, words: 0 },
    both,
  ]);
  const { systems } = await judgeSearch(tenDocuments, { encoder, systems: ['hybrid', 'encoder', 'BM25'] });
  const of = (name: string) => systems.find((one) => one.name === name)?.measures['nDCG@10'].mean;
  expect(words).toBeCloseTo(of('BM25') ?? NaN, 12);
  expect(meaning).toBeCloseTo(of('encoder') ?? NaN, 12);
  expect(fused).toBeCloseTo(of('hybrid') ?? NaN, 12);
});
