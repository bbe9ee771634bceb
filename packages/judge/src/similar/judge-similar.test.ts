import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashedWords } from '../testing.ts';
import { sentencePool } from './encoder-pool.ts';
import { fusedPool } from './fused-pool.ts';
import { judgeSimilar } from './judge-similar.ts';
import { rankPool, type PoolSystem } from './pool-system.ts';
import { readCsfcube } from './read-csfcube.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-csfcube-'));
  mkdirSync(join(folder, 'qrels'));
  const paper = (id: string, ...sentences: string[]) => ({
    _id: id,
    title: `Paper ${id}`,
    text: sentences.join(' '),
    metadata: { sentences },
  });
  const rows = (list: readonly object[]) => list.map((row) => JSON.stringify(row)).join('\n');
  writeFileSync(
    join(folder, 'corpus.jsonl'),
    rows([
      paper('a', 'Parsing of sentences is old.', 'We train contrastive encoders.'),
      paper('b', 'Contrastive encoders are trained.', 'Galaxies rotate.'),
      paper('c', 'Parsing of sentences is discussed.', 'Nothing else.'),
      paper('d', 'Proteins fold.', 'Rivers flow.'),
      ...Array.from({ length: 6 }, (_, at) => paper(`x${at}`, `Unrelated matter number ${at}.`)),
    ]),
  );
  const query = (facet: string, sentence: string) => ({
    _id: `a-${facet}`,
    text: 'Paper a.',
    metadata: { paper: 'a', facet, facetSentences: [sentence] },
  });
  writeFileSync(
    join(folder, 'queries.jsonl'),
    rows([
      query('background', 'Parsing of sentences is old.'),
      query('method', 'We train contrastive encoders.'),
    ]),
  );
  const pool = ['b', 'c', 'd', 'x0', 'x1', 'x2', 'x3', 'x4', 'x5'];
  const grade = (facet: string, id: string) =>
    (facet === 'background' && id === 'c') || (facet === 'method' && id === 'b') ? 3 : 0;
  writeFileSync(
    join(folder, 'qrels/test.tsv'),
    ['background', 'method']
      .flatMap((facet) => pool.map((id) => `a-${facet}\t${id}\t${grade(facet, id)}`))
      .join('\n'),
  );
  writeFileSync(
    join(folder, 'evaluation_splits.json'),
    JSON.stringify({ all: { fold1_test: ['a_background'], fold2_test: ['a_method'] } }),
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

test('who reads the facet tells apart what the whole paper does not', async () => {
  const set = await readCsfcube(folder);
  expect(set.queries.map(({ id, fold, pool }) => [id, fold, pool.size])).toEqual([
    ['a-background', 1, 9],
    ['a-method', 2, 9],
  ]);
  const judged = await judgeSimilar(set, { encoder: hashedWords(512) });
  const of = new Map(judged.systems.map((system) => [system.name, system]));
  // A fifth of nine is one place, where a paper of grade 3 stands or not.
  expect(of.get('BM25, facet')?.measures['NDCG%20'].mean).toBe(1);
  expect(of.get('encoder, facet')?.measures['NDCG%20'].mean).toBe(1);
  expect(of.get('encoder, facet')?.facets).toEqual({ background: 1, method: 1, result: NaN });
  // The whole paper asks the same for both facets, so that one of them is missed.
  expect(of.get('BM25')?.measures['NDCG%20'].mean).toBe(0.5);
  expect(of.get('encoder')?.measures['NDCG%20'].mean).toBe(0.5);
  const gain = judged.differences.find((one) => one.of === 'encoder, facet');
  expect(gain?.difference.mean).toBe(0.5);
  expect((await judgeSimilar(set, { encoder: null })).systems.map(({ name }) => name)).toEqual([
    'BM25, both',
    'BM25',
    'BM25, facet',
    'TF-IDF',
    'random',
  ]);
});

test('sentences meet the nearest one, and the mean over the facet counts', async () => {
  const set = await readCsfcube(folder);
  const [query] = set.queries;
  if (query === undefined) throw new Error('There are two queries.');
  // "one" and "two" are unit vectors at right angles; everything else is unknown.
  const encoder = {
    fingerprint: 'two',
    name: 'two',
    dimensions: 2,
    encode: (inputs: readonly unknown[]) =>
      Promise.resolve(
        Float32Array.from(
          inputs.flatMap((text) => (text === 'one' ? [1, 0] : text === 'two' ? [0, 1] : [0, 0])),
        ),
      ),
  };
  const paper = (id: string, ...sentences: string[]) =>
    [id, { id, title: 'T', abstract: sentences.join(' '), sentences }] as const;
  const asked = {
    ...query,
    facetSentences: ['one', 'two'],
    pool: new Map([
      ['p', 1],
      ['q', 0],
      ['r', 0],
    ]),
  };
  const papers = new Map([paper('p', 'one', 'two'), paper('q', 'one', 'one'), paper('r', 'else')]);
  const scores = (await sentencePool({ papers, queries: [asked] }, encoder)).score(asked);
  expect([...scores]).toEqual([
    ['p', 1],
    ['q', 0.5],
    ['r', 0],
  ]);
});

test('fusion adds reciprocal ranks, and equal scores stand by id', async () => {
  const [query] = (await readCsfcube(folder)).queries;
  if (query === undefined) throw new Error('There are two queries.');
  const fixed = (name: string, ...order: string[]): PoolSystem => ({
    name,
    score: () => new Map(order.map((id, at) => [id, -at])),
  });
  const pool = { ...query, pool: new Map(['z', 'y', 'x'].map((id) => [id, 0])) };
  const scores = fusedPool('both', [fixed('1', 'x', 'y', 'z'), fixed('2', 'x', 'z', 'y')]).score(pool);
  expect(scores.get('x')).toBeCloseTo(2 / 61, 12);
  expect(scores.get('y')).toBeCloseTo(1 / 62 + 1 / 63, 12);
  expect(rankPool(scores)).toEqual(['x', 'y', 'z']);
});

test('what is missing of the collection is told', async () => {
  writeFileSync(join(folder, 'evaluation_splits.json'), '{"all": {}}');
  await expect(readCsfcube(folder)).rejects.toThrow(
    /evaluation_splits\.json is missing, or not as it should be/,
  );
  writeFileSync(
    join(folder, 'evaluation_splits.json'),
    JSON.stringify({ all: { fold1_test: ['a_background'], fold2_test: [] } }),
  );
  await expect(readCsfcube(folder)).rejects.toThrow(
    /query a-method .* has no place in evaluation_splits\.json/,
  );
});
