import { expect, test } from 'vitest';
import { whyHit } from './why-hit.ts';
import { whySimilar } from './why-similar.ts';

const phrase = { field: 'abstract' as const, start: 0, end: 9, text: 'We cut\nphotographs.', cosine: 0.7 };

test('a hit says what it matched, or what in it is near', () => {
  expect(whyHit({ matched: ['graph', 'year:2020'], why: null })).toBe('Matches graph, year:2020');
  expect(whyHit({ matched: [], why: null })).toBe('');
  const both = { words: 3, meaning: 1, cosine: 0.7, phrase };
  expect(whyHit({ matched: ['graph'], why: both })).toBe('Matches graph');
  const near = { ...both, words: null };
  expect(whyHit({ matched: [], why: near })).toBe('Near in meaning: “We cut photographs.”');
  expect(whyHit({ matched: ['year:2020'], why: { ...near, phrase: null } })).toBe(
    'Near in meaning; matches year:2020',
  );
  const long = { ...near, phrase: { ...phrase, text: 'word '.repeat(100) } };
  expect(whyHit({ matched: [], why: long }).length).toBeLessThan(210);
});

test('a similar paper says what it shares, and what it is near to where there are several', () => {
  const near = { title: 'Barlow Twins', cosine: 0.8 };
  expect(whySimilar({ why: ['twins'], near: null }, 3)).toBe('Shares twins');
  expect(whySimilar({ why: ['twins'], near }, 1)).toBe('Shares twins; near in meaning');
  expect(whySimilar({ why: [], near }, 2)).toBe('Near in meaning to “Barlow Twins”');
  expect(whySimilar({ why: [], near: null }, 1)).toBe('');
});
