import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, root, runProgram, spawnProgram, type Ended } from '../support/program.ts';

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

test('an encoder learns from the documents themselves, and is judged alone and with words', async () => {
  const { code, stdout } = await evaluate(collection, '--learn', '--json');
  expect(code).toBe(0);
  const judged = JSON.parse(stdout) as {
    encoder: { name: string };
    systems: { name: string }[];
    differences: { of: string; to: string }[];
  };
  expect(judged.encoder.name).toContain('6 papers');
  expect(judged.systems.map(({ name }) => name)).toEqual(['hybrid', 'encoder', 'BM25', 'TF-IDF', 'random']);
  expect(judged.differences.map(({ of, to }) => `${of} ${to}`)).toEqual(['hybrid BM25', 'encoder BM25']);
});

test('interrupted, it says so and leaves nothing behind', async () => {
  const child = spawnProgram(
    ['eval', collection, '--encoder', 'none'],
    { env: { BROADSHEET_HOME: join(folder, 'home'), DATABASE_URL: '' } },
    { TMPDIR: folder },
  );
  const end = ended(child);
  const scratch = async () => (await readdir(folder)).filter((name) => name !== 'node-compile-cache');
  while ((await scratch()).length === 0) await new Promise((wake) => setTimeout(wake, 20));
  child.kill('SIGINT');
  const { code, stdout, stderr } = await end;
  expect(stderr).toContain('Interrupted. Nothing was kept.');
  expect(stdout).toBe('');
  expect(code).toBe(130);
  expect(await scratch()).toEqual([]);
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
