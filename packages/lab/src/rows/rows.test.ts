import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findRow, rows } from './rows.ts';

test('rows are numbered 1 to 63, each with an id of its own', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 63 }, (_, i) => i + 1));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(63);
  expect(findRow('barlow-twins')?.number).toBe(2);
  expect(findRow('nothing')).toBeUndefined();
});

test('every paper of the first edition is a row, under its own title', () => {
  const table = readFileSync(new URL('../../../../data/first-edition.tsv', import.meta.url), 'utf8');
  const titles = table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[1]);
  const known = rows.filter((row) => row.inFirstEdition).map(({ title }) => title);
  expect(known.toSorted()).toEqual(titles.toSorted());
});
