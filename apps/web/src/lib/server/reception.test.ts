import type { PaperDetail, Provenance } from '@broadsheet/papers';
import { expect, it } from 'vitest';
import { citedWords, reviewWords } from './reception.ts';

const by = (source: string): Provenance => ({ source, key: 'k', statedAt: null, receivedAt: new Date(0) });
const paper = (fields: Partial<PaperDetail>) => ({
  citations: null,
  reviews: null,
  provenance: {},
  ...fields,
});

it('tells how often a paper is cited, and who counts', () => {
  expect(citedWords(paper({}))).toBeNull();
  expect(citedWords(paper({ citations: 0 }))).toBe('Not cited yet');
  expect(citedWords(paper({ citations: 1234, provenance: { citations: by('semantic-scholar') } }))).toBe(
    'Cited by 1,234, as counted by Semantic Scholar',
  );
  expect(citedWords(paper({ citations: 1, provenance: { citations: by('somebody') } }))).toBe(
    'Cited by 1, as counted by somebody',
  );
});

it.each([
  [null, null],
  [{ count: 0 }, null],
  [{ decision: 'Accept (oral)', count: 0 }, 'Accept (oral)'],
  [
    { decision: 'Accept (oral)', count: 4, rating: 6.254, confidence: 3.5 },
    'Accept (oral), rated 6.25 on average in 4 reviews',
  ],
  [{ count: 1, rating: 3 }, 'rated 3 in 1 review'],
  [{ count: 2 }, '2 reviews'],
])('tells what reviews %o came to', (reviews, words) => {
  expect(reviewWords(paper({ reviews }))).toBe(words);
});

it('tells where reviews were public', () => {
  const reviews = { decision: 'Reject', count: 3, rating: 4 };
  expect(reviewWords(paper({ reviews, provenance: { reviews: by('openreview') } }))).toBe(
    'Reject, rated 4 on average in 3 reviews, as told by OpenReview',
  );
});
