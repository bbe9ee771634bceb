import {
  dismissSuggestion,
  findPaper,
  getPapers,
  ingest,
  listSuggestions,
  mergeDuplicate,
  type ReadItem,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePapers, useSignEncoder } from '../meaning/testing.ts';
import { suggestDuplicates } from './suggest-duplicates.ts';

let store: Store;
let encoder: Awaited<ReturnType<typeof useSignEncoder>>;
const text = 'We reduce redundancy between views of images, so that no collapse takes place.';
const take = (
  papers: readonly (readonly [key: string, title: string, identity: string | null, year: string])[],
) =>
  ingest(
    store,
    papers.map(([key, title, identity, year]): ReadItem => ({
      ok: true,
      position: key,
      record: {
        source: 'fixture',
        key,
        identities:
          identity === null
            ? []
            : [{ scheme: identity.startsWith('10.') ? 'doi' : 'arxiv', value: identity }],
        title,
        abstract: /other/i.test(title) ? 'Of something else altogether.' : text,
        authors: [{ name: 'Ada Lovelace' }, { name: 'Charles Babbage' }],
        published: { value: year, precision: 'year' },
        popularity: [{ day: `${year}-03-11`, upvotes: 3 }],
      },
    })),
    { kind: 'import', origin: 'fixtures' },
  );
beforeAll(async () => {
  store = await openTestStore();
  await take([
    ['a', 'Redundancy reduction for views of images', '2103.00001', '2021'],
    ['b', 'Redundancy reduction for views of images: a study', '10.1000/b', '2022'],
    ['c', 'Redundancy reductions for the views of images', '2103.00002', '2021'],
    ['d', 'Other papers on other things', null, '2021'],
  ]);
  encoder = await useSignEncoder(store, 128);
}, 60_000);
afterAll(() => store.close());

const keysOf = async () => {
  const found = await listSuggestions(store, 10);
  const papers = await getPapers(
    store,
    found.flatMap(({ paperId, otherId }) => [paperId, otherId]),
  );
  const titles = papers.map(({ arxivId, doi }) => arxivId ?? doi ?? '');
  return found.map((_, i) =>
    titles
      .slice(2 * i, 2 * i + 2)
      .sort()
      .join(' '),
  );
};
const idOf = async (name: string) => (await findPaper(store, name))?.id ?? 0;

test('suggests pairs that agree, but none with different ids at one archive; each paper is looked at once', async () => {
  expect(await suggestDuplicates(store, encoder, 3)).toEqual({ looked: 3, suggested: 2, done: false });
  expect(await suggestDuplicates(store, encoder, 100)).toEqual({ looked: 1, suggested: 0, done: true });
  expect((await keysOf()).sort()).toEqual(['10.1000/b 2103.00001', '10.1000/b 2103.00002']);
  await encodePapers(store, encoder, [await idOf('2103.00001')]);
  expect(await suggestDuplicates(store, encoder, 100)).toEqual({ looked: 1, suggested: 0, done: true });
});

test('what was dismissed stays so, and what is merged is one paper with the records of both', async () => {
  const [a, b, c] = [await idOf('2103.00001'), await idOf('10.1000/b'), await idOf('2103.00002')];
  expect(await dismissSuggestion(store, c, b)).toBe(true);
  expect(await dismissSuggestion(store, c, b)).toBe(false);
  await encodePapers(store, encoder, [b]);
  await suggestDuplicates(store, encoder, 100);
  expect(await keysOf()).toEqual(['10.1000/b 2103.00001']);

  await expect(mergeDuplicate(store, a, c, new Date())).rejects.toThrow('these are two papers');
  const stays = await mergeDuplicate(store, a, b, new Date());
  expect(stays).toBe(Math.min(a, b));
  expect([await idOf('2103.00001'), await idOf('10.1000/b'), await idOf(`p${Math.max(a, b)}`)]).toEqual(
    Array(3).fill(stays),
  );
  const [merged] = await getPapers(store, [stays]);
  expect(merged).toMatchObject({ arxivId: '2103.00001', doi: '10.1000/b' });
  expect(await keysOf()).toEqual([]);
  await expect(mergeDuplicate(store, a, b, new Date())).rejects.toThrow('not two papers');
});
