import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samePaper, type Described } from './same-paper.ts';

const paper = (title: string, authors: string[], year: number | null = 2020): Described => ({
  title,
  authors: authors.map((name) => ({ name })),
  year,
});
const authors = ['Ada Lovelace', 'Charles Babbage'];
const preprint = paper('Attention is what you need for parsing', authors);

test.each([
  ['itself', preprint],
  ['its print', paper('Attentions are what you Need for the Parsing', ['Lovelace, Ada', 'C. Babbage'], 2022)],
  ['with a subtitle', paper('Attention is what you need for parsing: A case study', authors)],
  ['with a label', paper('Invited talk — Attention is what you need for parsing', [...authors, 'A. Turing'])],
])('%s is the same paper', (_, other) => {
  expect(samePaper(preprint, other)).toBeGreaterThan(0.7);
});

test.each([
  ['another word', paper('Attention is what you need for tagging', authors)],
  ['a word more', paper('Attention is what you need for better parsing', authors)],
  ['other authors', paper(preprint.title, ['Alan Turing', 'Alonzo Church'])],
  ['another decade', paper(preprint.title, authors, 2031)],
  ['another part', paper(`${preprint.title} II`, authors)],
  ['another year’s task', paper(`${preprint.title}: 2021`, authors)],
  ['no words', paper('', authors)],
])('%s means two papers', (_, other) => {
  expect(samePaper(preprint, other)).toBeNull();
});

test('one workshop is not the next one, and a general title is none', () => {
  const findings = (which: string) =>
    paper(`Findings of the ${which} Workshop on Neural Generation`, authors);
  expect(samePaper(findings('Third'), findings('Fourth'))).toBeNull();
  expect(samePaper(paper('Introduction', authors), paper('Introduction: to graphs', authors))).toBeNull();
});

test('without authors the titles have to be the same', () => {
  expect(samePaper(preprint, paper(preprint.title, []))).toBe(1);
  expect(samePaper(preprint, paper(`${preprint.title}: a study`, []))).toBeNull();
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
