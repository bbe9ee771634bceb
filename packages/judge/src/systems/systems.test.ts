import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hashedWords } from '../testing.ts';
import { bestFirst } from './best-first.ts';
import { Bm25 } from './bm25.ts';
import { encoderSystem } from './encoder-system.ts';
import { TfIdf } from './tf-idf.ts';

test('the best are those that sorting everything gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 40 }),
      fc.integer({ min: 0, max: 45 }),
      fc.integer({ min: -4, max: 3 }),
      (scores, most, least) => {
        const expected = scores
          .map((score, place) => ({ score, place }))
          .filter(({ score }) => score > least)
          .sort((a, b) => b.score - a.score || a.place - b.place)
          .slice(0, most)
          .map(({ place }) => place);
        expect(bestFirst(scores, most, (score) => score > least)).toEqual(expected);
      },
    ),
  );
});

describe('TF-IDF', () => {
  // Three documents: leaf in two, root in one, soil in one.
  const tfIdf = new TfIdf(['leaf leaf root', 'leaf', 'soil']);

  it('agrees with a cosine worked out by hand', () => {
    const [leaf, root] = [Math.log(3 / 2), Math.log(3)];
    const first = [(1 + Math.log(2)) * leaf, root] as const;
    const asked = [leaf, root] as const;
    const cosine =
      (first[0] * asked[0] + first[1] * asked[1]) / (Math.hypot(...first) * Math.hypot(...asked));
    const scores = tfIdf.scores('roots leaf');
    expect(scores[0]).toBeCloseTo(cosine, 12);
    expect(scores[1]).toBeCloseTo((leaf * leaf) / (leaf * Math.hypot(...asked)), 12);
    expect(scores[2]).toBe(0);
  });

  it('is 1 of a text with itself, and 0 of words that nobody holds', () => {
    expect(tfIdf.scores('root leaf leaf')[0]).toBeCloseTo(1, 12);
    expect([...tfIdf.scores('wind of the')]).toEqual([0, 0, 0]);
  });
});

test('BM25 agrees with a score worked out by hand', () => {
  const bm25 = new Bm25(['leaf leaf root', 'leaf', 'soil soil']);
  // Lengths 3, 1 and 2; their mean is 2. Leaf is in two of three documents, root in one.
  const idf = (df: number) => Math.log(1 + (3 - df + 0.5) / (df + 0.5));
  const part = (count: number, length: number) =>
    (count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / 2));
  const scores = bm25.scores('leaf leaf roots');
  expect(scores[0]).toBeCloseTo(2 * idf(2) * part(2, 3) + idf(1) * part(1, 3), 12);
  expect(scores[1]).toBeCloseTo(2 * idf(2) * part(1, 1), 12);
  expect(scores[2]).toBe(0);
});

test('an encoder ranks by cosine, and what it knows nothing of is not found', async () => {
  const encoder = hashedWords(128);
  const texts = ['a leaf and a root', 'stars and dust', 'the of', 'leaf'];
  const vectors = await encoder.encode(texts);
  const system = encoderSystem(encoder, {
    encoder: { ...encoder, id: 1 },
    documents: ['0', '1', '2', '3'],
    vectors,
  });
  const [ranking = [], none] = await system.rank(
    [
      { id: 'q', text: 'leaf' },
      { id: 'r', text: 'of' },
    ],
    10,
  );
  expect(ranking[0]).toBe('3');
  expect(ranking[1]).toBe('0');
  expect(ranking).not.toContain('2');
  expect(none).toEqual([]);
});
