import { rows } from '@broadsheet/lab';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allRows, choicesOf, filterRows, readRowFilter } from './filter-rows.ts';

const all = allRows();

it('asks for nothing where the address says nothing, or nonsense', () => {
  const none = { family: null, modality: null, block: null, state: null };
  expect(readRowFilter(new URLSearchParams())).toEqual(none);
  expect(readRowFilter(new URLSearchParams('family=constructor&state=&block=<b>'))).toEqual(none);
  expect(filterRows(all, none)).toHaveLength(63);
});

it('keeps the rows that have all that is asked for', () => {
  const filter = readRowFilter(new URLSearchParams('family=contrastive&modality=images&block=mixup'));
  expect(filterRows(all, filter).map(({ row }) => row.id)).toEqual(['mixed-barlow-twins']);
});

it('counts for each value as many rows as asking for it finds', () => {
  const choices = choicesOf(all);
  expect(choices.family.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  const values = Object.entries(choices).flatMap(([field, list]) => list.map((one) => ({ field, ...one })));
  fc.assert(
    fc.property(fc.constantFrom(...values), ({ field, value, count }) => {
      const filter = readRowFilter(new URLSearchParams([[field, value]]));
      expect(filterRows(all, filter)).toHaveLength(count);
    }),
  );
});
