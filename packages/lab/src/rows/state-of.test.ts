import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { methods } from '@broadsheet/methods';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recipes } from '../recipes/recipes.ts';
import { rows } from './rows.ts';
import { stateOf } from './state-of.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('works where the summary says that the claim shows, and only there', async () => {
  for (const [id, shows] of [
    ['groco', true],
    ['clip', false],
  ] as const) {
    await mkdir(join(folder, id));
    await writeFile(join(folder, id, 'summary.json'), JSON.stringify({ shows }));
  }
  expect(stateOf({ id: 'groco' }, folder)).toBe('works');
  expect(stateOf({ id: 'clip' }, folder)).toBe('runs');
  expect(stateOf({ id: 'prodepth' }, folder)).toBe('not-yet');
});

it('runs where there is a method or a recipe, and each of them is a row', () => {
  for (const { id } of [...methods, ...recipes]) expect(stateOf({ id }, folder)).toBe('runs');
  const known = new Set(rows.map(({ id }) => id));
  expect([...methods, ...recipes].filter(({ id }) => !known.has(id))).toEqual([]);
});
