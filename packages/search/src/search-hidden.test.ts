import { ingest, type PaperCondition, type ReadItem, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodePapers, useSignEncoder } from './meaning/testing.ts';
import { searchPapers } from './search-papers.ts';
import { similarPapers } from './similar-papers.ts';
import { suggestPapers } from './suggest-papers.ts';

let store: Store;
let encoder: Awaited<ReturnType<typeof useSignEncoder>>;
beforeAll(async () => {
  store = await openTestStore();
  const items = Array.from({ length: 40 }, (_, n): ReadItem => ({
    ok: true,
    position: `item ${n}`,
    record: {
      source: 'fixture',
      key: String(n),
      identities: [],
      title: `Segmentation of photographs, part ${n} of ${n % 2 === 0 ? 'cats' : 'streets'}`,
      categories: [n % 4 === 0 ? 'cs.CV' : 'cs.LG'],
      published: { value: '2024', precision: 'year' },
    },
  }));
  await ingest(store, items, { kind: 'import', origin: 'fixtures' });
  encoder = await useSignEncoder(store, 64, {});
  await encodePapers(store, encoder);
}, 60_000);
afterAll(() => store.close());

const vision: PaperCondition = (bind) => `p.categories && ${bind(['cs.CV'])}::text[]`;
const isVision = ({ paper }: { paper: { categories: string[] } }) => paper.categories.includes('cs.CV');

it('leaves out what the reader hides, by words, by meaning and by date, and names it', async () => {
  for (const [sort, by] of [
    ['relevance', null],
    ['relevance', encoder],
    ['date', null],
  ] as const) {
    const answer = await searchPapers(
      store,
      { query: 'photographs of cats', sort, hide: vision, limit: 100, facets: true },
      by,
    );
    const all = await searchPapers(store, { query: 'photographs of cats', sort, limit: 100 }, by);
    expect(all.hits.some(isVision)).toBe(true);
    expect(all.hidden).toEqual([]);
    expect(answer.hits.filter(isVision)).toEqual([]);
    expect(answer.total).toBe(all.total - all.hits.filter(isVision).length);
    expect(answer.facets?.category.map(({ value }) => value)).toEqual(['cs.LG']);
    expect(answer.hidden.toSorted()).toEqual(
      all.hits.flatMap((hit) => (isVision(hit) ? hit.paper.id : [])).sort(),
    );
  }
});

it('keeps pages full', async () => {
  const answer = await searchPapers(store, { query: 'photographs', hide: vision, limit: 20, offset: 10 });
  expect(answer).toMatchObject({ total: 30 });
  expect(answer.hits).toHaveLength(20);
});

it('holds for similar papers and suggestions', async () => {
  const [{ id } = { id: 0 }] = await store.query<{ id: number }>(
    "select paper_id as id from records where key = '1'",
  );
  for (const by of [null, encoder]) {
    const found = await similarPapers(store, { seeds: [id], limit: 30, hide: vision }, by);
    expect(found).toHaveLength(29);
    expect(found.filter(isVision)).toEqual([]);
  }
  const titles = (await suggestPapers(store, 'part 4 of cats', 20, vision)).map(({ title }) => title);
  expect(titles).not.toContain('Segmentation of photographs, part 4 of cats');
  expect((await suggestPapers(store, 'part 4 of cats', 20)).map(({ title }) => title)).toContain(
    'Segmentation of photographs, part 4 of cats',
  );
});
