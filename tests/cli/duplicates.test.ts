import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { root, runProgram } from '../support/program.ts';

let place: Place;
beforeAll(async () => {
  place = await freshPlace(inject('emptyPlace'));
});
afterAll(() => place.leave());

const run = (...parameters: string[]) => runProgram(parameters, place);

test('papers under two ids are listed, merged and dismissed on somebody’s word alone', async () => {
  await run('import', join(root, 'tests/fixtures/library.bib'));
  expect(await run('duplicates')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('No pair waits for a decision'),
  });
  expect(JSON.parse((await run('duplicates', 'list', '--json')).stdout)).toEqual([]);

  const unknown = await run('duplicates', 'merge', '2103.03230', '2103.99998');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('No paper here is called')]);
  const different = await run('duplicates', 'merge', '2103.03230', '2105.04906');
  expect([different.code, different.stderr]).toEqual([1, expect.stringContaining('these are two papers')]);
  const itself = await run('duplicates', 'dismiss', '2103.03230', 'arXiv:2103.03230v2');
  expect([itself.code, itself.stderr]).toEqual([1, expect.stringContaining('are one paper already')]);
  const dismissed = await run('duplicates', 'dismiss', '2103.03230', '2105.04906');
  expect([dismissed.code, dismissed.stdout]).toEqual([0, expect.stringContaining('were not suggested')]);
});
