import { ingest, type ReadItem, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePapers, useSignEncoder } from './meaning/testing.ts';
import { searchPapers } from './search-papers.ts';

const titles = [
  'Segmenting photographs of streets',
  'Photographs of cats',
  'Segmentation of pictures',
  'A garden of sonnets',
  'Poems about photographs',
  'Verses on nothing',
];
const synonyms = { photographs: 'pictures', sonnets: 'poems', verses: 'poems' };

let store: Store;
let encoder: Awaited<ReturnType<typeof useSignEncoder>>;
let ids: number[] = [];
beforeAll(async () => {
  store = await openTestStore();
  const items = titles.map((title, n): ReadItem => ({
    ok: true,
    position: `item ${n}`,
    record: {
      source: 'fixture',
      key: String(n),
      identities: [],
      title,
      categories: [n < 3 ? 'cs.CV' : 'cs.CL'],
      published: { value: String(2020 + n), precision: 'year' },
    },
  }));
  await ingest(store, items, { kind: 'import', origin: 'fixtures' });
  const rows = await store.query<{ id: number }>('select paper_id as id from records order by key');
  ids = rows.map(({ id }) => id);
  encoder = await useSignEncoder(store, 128, synonyms);
  await encodePapers(store, encoder);
}, 60_000);
afterAll(() => store.close());

const at = (...places: number[]) => places.map((place) => ids[place] ?? 0);
const found = async (query: string, more: object, by: typeof encoder | null = encoder) =>
  (await searchPapers(store, { query, ...more }, by)).hits.map(({ paper }) => ids.indexOf(paper.id));

describe('a search among some papers', () => {
  it('finds no others, by words and by meaning', async () => {
    const among = at(1, 2, 3);
    for (const by of [null, encoder]) {
      const hits = await found('photographs', { among }, by);
      expect(hits).toContain(1);
      expect(hits.every((n) => [1, 2, 3].includes(n))).toBe(true);
    }
    expect(await found('photographs', { among })).toContain(2);
    expect(await found('photographs', { among }, null)).not.toContain(2);
    expect(await found('photographs', { among: [] })).toEqual([]);
  });

  it('holds for every order, for operators alone, and for facets', async () => {
    expect(await found('photographs', { among: at(1, 4), sort: 'date' })).toEqual([4, 1]);
    expect(await found('cat:cs.CV', { among: at(0, 4) })).toEqual([0]);
    expect(await found('', { among: at(0, 4) })).toEqual([]);
    const { facets } = await searchPapers(
      store,
      { query: 'photographs', among: at(1, 4), facets: true },
      null,
    );
    expect(facets?.year.map(({ value }) => value).sort()).toEqual(['2021', '2024']);
  });
});

describe('what was found beside', () => {
  it('joins the list as a ranking of its own', async () => {
    for (const by of [null, encoder]) {
      const hits = await found('photographs', { among: at(0, 1, 4, 5), beside: at(5, 1) }, by);
      expect(hits[0]).toBe(1);
      expect(hits).toContain(5);
    }
  });

  it('must meet operators, phrases and exclusions, and lie among the papers', async () => {
    const beside = at(5, 1, 3);
    expect(await found('photographs cat:cs.CV', { beside }, null)).toEqual(
      expect.not.arrayContaining([3, 5]),
    );
    expect(await found('photographs -verses', { beside }, null)).not.toContain(5);
    expect(await found('photographs', { beside, among: at(1, 5) }, null)).not.toContain(3);
  });

  it('knows words that no paper does, uncorrected', async () => {
    const answer = await searchPapers(store, { query: 'fotographs', beside: at(3) }, null);
    expect(answer.usedCorrection).toBe(false);
    expect(answer.hits.map(({ paper }) => paper.id)).toEqual(at(3));
  });
});
