import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samePaper, type Described } from './same-paper.ts';

const paper = (title: string, authors: string[], year: number | null = 2020): Described => ({
  title,
  authors: authors.map((name) => ({ name })),
  year,
});
const preprint = paper('Attention is what you need for parsing: a study', [
  'Ada Lovelace',
  'Charles Babbage',
]);

test('a preprint and its print are one, whatever case, punctuation and a word more', () => {
  expect(samePaper(preprint, preprint)).toBe(1);
  const print = paper(
    'Attention is What you Need for Parsing — A Case Study',
    ['Lovelace, Ada', 'C. Babbage'],
    2022,
  );
  expect(samePaper(preprint, print)).toBeGreaterThan(0.9);
});

test.each([
  [
    'another title',
    paper('Attention is what you need for tagging of long speech', ['Ada Lovelace', 'Charles Babbage']),
  ],
  ['other authors', paper(preprint.title, ['Alan Turing', 'Alonzo Church'])],
  ['another decade', paper(preprint.title, ['Ada Lovelace', 'Charles Babbage'], 2031)],
  ['another part', paper(`${preprint.title} II`, ['Ada Lovelace', 'Charles Babbage'])],
  ['another year’s task', paper(`${preprint.title} 2021`, ['Ada Lovelace', 'Charles Babbage'])],
  ['no words', paper('', ['Ada Lovelace', 'Charles Babbage'])],
])('%s means two papers', (_, other) => {
  expect(samePaper(preprint, other)).toBeNull();
});

test('without authors the titles have to be the same', () => {
  expect(samePaper(preprint, paper(preprint.title, []))).toBe(1);
  expect(samePaper(preprint, paper('Attention is what you need for parsing: one study', []))).toBeNull();
});

test('does not depend on the order', () => {
  const some = fc.record({
    title: fc.array(fc.constantFrom('graph', 'neural', 'II', '2020', 'nets', 'for'), { maxLength: 6 }),
    authors: fc.array(fc.constantFrom('A. B', 'C D', 'Eva F'), { maxLength: 3 }),
    year: fc.constantFrom(null, 2019, 2025),
  });
  fc.assert(
    fc.property(some, some, (a, b) => {
      const [one, other] = [a, b].map(({ title, authors, year }) => paper(title.join(' '), authors, year));
      if (one !== undefined && other !== undefined) expect(samePaper(one, other)).toBe(samePaper(other, one));
    }),
  );
});
