import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, runProgram, type Ended } from '../support/program.ts';

const collection = join(root, 'tests/fixtures/collection');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** With a home that does not exist, and a folder for temporary files that is looked at. */
const evaluate = (...parameters: string[]): Promise<Ended> =>
  runProgram(
    ['eval', ...parameters],
    { env: { BROADSHEET_HOME: join(folder, 'home'), DATABASE_URL: '' } },
    { env: { TMPDIR: folder } },
  );

test('a collection is judged, what was wrong in it is told, and nothing stays behind', async () => {
  const { code, stdout, stderr } = await evaluate(collection, '--encoder', 'none');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('collection: 7 documents, 3 queries. Encoder: none. Seed 1.');
  // The first query finds one of two relevant documents, of the higher grade; the others find all.
  const first = 2 / (2 + 1 / Math.log2(3));
  expect(stdout).toMatch(new RegExp(`BM25 +${((first + 2) / 3).toFixed(3)} `));
  expect(stdout).toContain('corpus.jsonl, line 8: _id: ');
  expect(stdout).toContain('qrels/test.tsv, line 7: There is no document "nobody".');
  expect(stdout).toContain('document "empty": It has no text.');
  // Node keeps what it has compiled there.
  expect((await readdir(folder)).filter((name) => name !== 'node-compile-cache')).toEqual([]);
});

test('as JSON, with some systems and queries of a seed', async () => {
  const { code, stdout } = await evaluate(
    ...[
      collection,
      '--encoder',
      'none',
      '--systems',
      'tf-idf,random',
      '--queries',
      '2',
      '--seed',
      '5',
      '--json',
    ],
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    collection: 'collection',
    queries: 2,
    allQueries: 3,
    encoder: null,
    seed: 5,
    systems: [{ name: 'TF-IDF' }, { name: 'random' }],
  });
});

test.each([
  [['nowhere'], /There is no folder nowhere/],
  [[root], /There is no corpus\.jsonl in .*\n.*BEIR layout/],
  [[collection, '--judgements', 'dev'], /no qrels\/dev\.tsv .*\n.*judgements called test/],
  [[collection, '--systems', 'best'], /“best” is none of hybrid, encoder, BM25/],
  [[collection, '--encoder', 'none', '--systems', 'hybrid'], /need an encoder.*\n.*--learn/],
  [[collection, '--encoder', 'nobody'], /There is no encoder nobody/],
  [[collection, '--encoder', join(root, 'package.json')], /package\.json does not open as an encoder/],
  [[collection, '--minutes', '3'], /--minutes is for --learn/],
  [[collection, '--learn', '--encoder', 'none'], /--learn makes the encoder itself/],
  [[collection, '--queries', 'some'], /whole number/],
])('used wrongly, it says what to do: %j', async (parameters, says) => {
  const { code, stdout, stderr } = await evaluate(...parameters);
  expect(stderr).toMatch(says);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
