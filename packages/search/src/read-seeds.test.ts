import { ingest, type ReadItem, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSeeds } from './read-seeds.ts';

let store: Store;
/** Of the papers a, b and c. */
let ids: number[];
beforeAll(async () => {
  store = await openTestStore();
  const record = (
    key: string,
    title: string,
    identities: { scheme: 'arxiv' | 'doi'; value: string }[],
  ): ReadItem => ({
    ok: true,
    position: key,
    record: {
      source: 'fixture',
      key,
      identities,
      title,
      abstract: 'An abstract.',
      authors: [{ name: 'Ada Lovelace' }],
      published: { value: '2021', precision: 'year' },
    },
  });
  await ingest(
    store,
    [
      record('a', 'Notes upon the analytical engine', [{ scheme: 'arxiv', value: '2103.03230' }]),
      record('b', 'Poetical science of numbers', [{ scheme: 'doi', value: '10.1000/a,b' }]),
      record('c', 'Patterns woven by looms of algebra', []),
    ],
    { kind: 'import', origin: 'fixtures' },
  );
  const rows = await store.query<{ id: number }>('select paper_id as id from records order by key');
  ids = rows.map(({ id }) => id);
}, 60_000);
afterAll(() => store.close());

test('reads names in whatever form, each paper once, and says what it could not read', async () => {
  const [a, b, c] = ids;
  const text = `https://arxiv.org/abs/2103.03230v2, p${c}
doi:10.1000/a,b
  2103.03230

a title of words
2103.99998 p77`;
  const { seeds, texts, unread, cut } = await readSeeds(store, text);
  expect(seeds.map(({ id }) => id)).toEqual([a, c, b]);
  expect(texts).toEqual([]);
  expect(cut).toBe(false);
  expect(unread.map(({ position, text: written }) => [position, written])).toEqual([
    ['line 5', 'a title of words'],
    ['line 6', '2103.99998'],
    ['line 6', 'p77'],
  ]);
  expect(unread[0]?.reason).toMatch(/no arXiv id/);
  expect(unread[1]?.reason).toMatch(/No paper here/);
  expect(unread.map(({ absent }) => absent)).toEqual([false, true, true]);
});

test('reads BibTeX: papers of the store by id or by the strict rule, others by their words', async () => {
  const bibtex = `@article{one, title={Something else}, eprint={2103.03230}, archiveprefix={arXiv}}
@inproceedings{two, title={Patterns woven by Looms of {A}lgebra}, author={Lovelace, Ada}, year=2022}
@article{three, title={Unheard of}, abstract={Of nothing}, author={Nobody}, year=2000}
@article{four, author={Nobody}}`;
  const { seeds, texts, unread } = await readSeeds(store, bibtex, 'library.bib');
  expect(seeds.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  expect(texts).toEqual([{ title: 'Unheard of', abstract: 'Of nothing' }]);
  expect(unread).toEqual([
    expect.objectContaining({ position: 'line 4', reason: 'The entry has no title.' }),
  ]);
});

test('reads fifty papers and a hundred faults at most', async () => {
  const many = Array.from({ length: 60 }, (_, i) => `@misc{k${i}, title={Number ${i}}}`).join('\n');
  const read = await readSeeds(store, many);
  expect([read.texts.length, read.cut]).toEqual([50, true]);
  expect((await readSeeds(store, '2103.99999 '.repeat(500))).unread).toHaveLength(100);
});

test('never throws', async () => {
  for (const text of ['', '\0', '@', '@article{', '{', '[', '<?xml', 'TY  - JOUR', '%PDF-1.4', '{"a":1}\n'])
    await readSeeds(store, text);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 80 }), async (text) => {
      const { seeds, texts, unread } = await readSeeds(store, text);
      if (seeds.length + texts.length + unread.length === 0) expect(text.replace(/[\s,;]/g, '')).toBe('');
    }),
    { numRuns: 60 },
  );
});
