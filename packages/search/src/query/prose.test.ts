import type { Store } from '@broadsheet/papers';
import { expect, test } from 'vitest';
import { parseQuery } from './parse-query.ts';
import { readQuery } from './prose.ts';

/** A store without papers: every word is as telling as the next. */
const empty = { query: async () => [] } as unknown as Store;
const read = async (text: string) => {
  const { clauses } = await readQuery(empty, parseQuery(text));
  return clauses.map((clause) => (clause.kind === 'word' ? clause.text : clause.kind));
};

test('a pasted text is searched by its words, whatever stands around them, as often as they stand there', async () => {
  const text = 'Graphs, (sparse graphs); and “bilevel-optimised” transformers. ';
  const found = await read(`${text.repeat(12)} cat:cs.LG`);
  expect(new Set(found)).toEqual(
    new Set(['Graphs', 'sparse', 'graphs', 'bilevel', 'optimised', 'transformers', 'filter']),
  );
  expect(found.filter((word) => /^graphs$/i.test(word))).toHaveLength(24);
  expect(found.at(-1)).toBe('filter');
});

test('of a long one sixty terms are searched, and a query that was typed stays as it is', async () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const words = Array.from({ length: 200 }, (_, i) => `zq${letters[i % 26]}${letters[Math.floor(i / 26)]}k`);
  expect(new Set(await read(words.join(' '))).size).toBe(60);
  expect(await read('graphs, sparse')).toEqual(['graphs,', 'sparse']);
});
