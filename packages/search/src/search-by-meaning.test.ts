import { readFileSync } from 'node:fs';
import { ingest, type ReadItem, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePapers, useSignEncoder } from './meaning/testing.ts';
import { searchPapers } from './search-papers.ts';
import { similarPapers } from './similar-papers.ts';

interface Fixture {
  title: string;
  abstract: string;
  authors: string[];
  categories?: string[];
  year?: number;
}
const fixtures = JSON.parse(
  readFileSync(new URL('./fixtures/papers.json', import.meta.url), 'utf8'),
) as Fixture[];
const made: Fixture[] = [
  ['Segmenting photographs', 'Boundaries of objects in photographs. We cut photographs into parts.', 2019],
  ['Photographs of cats', 'Animals in photographs, told apart by their whiskers.', 2020],
  ['Segmentation of pictures', 'Pictures are segmented by a network.', 2021],
  ['A garden of sonnets', 'Verses by poets who grew vegetables.', 2022],
].map(([title, abstract, year]) => ({
  title: String(title),
  abstract: String(abstract),
  authors: ['Ada Lovelace'],
  categories: [year === 2020 ? 'cs.AI' : 'cs.CV'],
  year: Number(year),
}));
/** Who writes of photographs means pictures. */
const synonyms = { photographs: 'pictures', photograph: 'pictures', cats: 'felines' };

let store: Store;
let encoder: Awaited<ReturnType<typeof useSignEncoder>>;
beforeAll(async () => {
  store = await openTestStore();
  const items = [...made, ...fixtures].map((paper, index): ReadItem => ({
    ok: true,
    position: `item ${index}`,
    record: {
      source: 'fixture',
      key: String(index),
      identities: [],
      title: paper.title,
      abstract: paper.abstract,
      authors: paper.authors.map((name) => ({ name })),
      categories: paper.categories ?? [],
      ...(paper.year === undefined ? {} : { published: { value: String(paper.year), precision: 'year' } }),
    },
  }));
  await ingest(store, items, { kind: 'import', origin: 'fixtures' });
  await store.query(
    'update standings set votes = 100 - r.key::int from records r where r.paper_id = standings.paper_id',
  );
  encoder = await useSignEncoder(store, 128, synonyms);
}, 60_000);
afterAll(() => store.close());

const search = (query: string, more: Partial<Parameters<typeof searchPapers>[1]> = {}) =>
  searchPapers(store, { query, ...more }, encoder);
const titlesOf = ({ hits }: { hits: { paper: { title: string } }[] }) => hits.map(({ paper }) => paper.title);

describe('search by words and meaning', () => {
  it('adds papers that hold none of the words, and says why each is there', async () => {
    const words = await searchPapers(store, { query: 'pictures' });
    expect(titlesOf(words)).toEqual(['Segmentation of pictures']);
    expect(words).toMatchObject({ near: null, total: 1 });
    expect(words.hits[0]?.why).toBeNull();

    const both = await search('pictures');
    expect(titlesOf(both).slice(0, 3).sort()).toEqual([
      'Photographs of cats',
      'Segmentation of pictures',
      'Segmenting photographs',
    ]);
    expect(both.total).toBe((both.near ?? 0) + 1);
    const [first] = both.hits;
    expect(first?.why).toMatchObject({ words: 1, phrase: { field: 'title' } });
    const near = both.hits.find(({ paper }) => paper.title === 'Segmenting photographs');
    expect(near?.matched).toEqual([]);
    expect(near?.why?.words).toBeNull();
    expect(near?.why?.meaning).toBeGreaterThan(0);
    expect(near?.why?.cosine).toBeGreaterThan(0.5);
    const { phrase } = near?.why ?? {};
    expect(near?.paper[phrase?.field ?? 'title'].slice(phrase?.start, phrase?.end)).toBe(phrase?.text);
    expect(phrase?.text).toMatch(/photographs/);
  });

  it('holds both sides to operators, phrases, required words and exclusions', async () => {
    expect(titlesOf(await search('pictures cat:cs.AI year:2020'))).toEqual(['Photographs of cats']);
    expect(titlesOf(await search('pictures author:lovelace -whiskers -sonnets')).sort()).toEqual([
      'Segmentation of pictures',
      'Segmenting photographs',
    ]);
    expect(titlesOf(await search('pictures "told apart"'))).toEqual(['Photographs of cats']);
    expect(titlesOf(await search('pictures +whiskers'))).toEqual(['Photographs of cats']);
    expect(titlesOf(await search('pictures year:1803'))).toEqual([]);
    for (const { paper } of (await search('pictures -photographs', { limit: 120 })).hits)
      expect(`${paper.title} ${paper.abstract}`).not.toMatch(/photograph/i);
  });

  it('goes by words where only operators, an order or stop words are asked for', async () => {
    for (const [query, sort] of [
      ['author:lovelace', 'relevance'],
      ['pictures', 'date'],
      ['pictures', 'votes'],
      ['the', 'relevance'],
    ] as const) {
      const answer = await search(query, { sort });
      expect(answer).toEqual(await searchPapers(store, { query, sort }));
      expect(answer.near).toBeNull();
    }
  });

  it('pages without overlap, and counts in facets what is in the list', async () => {
    const all = await search('language model', { limit: 120, facets: true });
    expect(all.hits).toHaveLength(all.total);
    const second = await search('language model', { limit: 5, offset: 5 });
    expect(titlesOf(second)).toEqual(titlesOf(all).slice(5, 10));
    const years = all.facets?.year ?? [];
    const inList = all.hits.filter(({ paper }) => String(paper.year) === years[0]?.value);
    expect(years[0]?.count).toBe(inList.length);
  });

  it('leaves a side out whose weight is 0', async () => {
    const fusion = { k: 60, words: 0, meaning: 1, depth: 3 };
    const answer = await search('pictures', { fusion });
    expect(answer.total).toBe(3);
    expect(answer.hits.every(({ why }) => why?.words === null)).toBe(true);
    const words = await search('pictures', { fusion: { ...fusion, words: 1, meaning: 0 } });
    expect(words.total).toBe(1);
  });

  it('corrects what words alone do not find, though something is near', async () => {
    expect(await search('framwork')).toMatchObject({
      corrected: 'framework',
      usedCorrection: true,
    });
  });

  it('finds a paper by its whole abstract, quotation marks, dashes and all', async () => {
    for (const fixture of fixtures.slice(0, 6)) {
      const pasted = `"${fixture.title}" -- ${fixture.abstract} year: soon`;
      for (const one of [null, encoder]) {
        const answer = await searchPapers(store, { query: pasted, limit: 3 }, one);
        expect(answer.hits[0]?.paper.title).toBe(fixture.title);
        expect(answer.corrected).toBeNull();
      }
    }
    const narrow = await search(`${fixtures[0]?.abstract ?? ''} cat:cs.CV`);
    expect(narrow.hits.every(({ paper }) => paper.categories.includes('cs.CV'))).toBe(true);
  });

  it('survives hostile queries', async () => {
    for (const query of [
      `'; drop table papers; --`,
      '🎉 "🎉"',
      '\0\ud800',
      '-the',
      'x '.repeat(500),
      `${'(a+)+$ '.repeat(80)}author:%`,
      `${'-word '.repeat(200)}`,
      'year:2020 '.repeat(300),
      'q'.repeat(5000),
    ])
      await search(query, { facets: true });
    expect((await search('pictures')).hits.length).toBeGreaterThan(0);
  });
});

describe('similar papers by words and meaning', () => {
  const idOf = async (title: string) =>
    (await store.query<{ id: number }>('select id from papers where title = $1', [title]))[0]?.id ?? 0;

  it('finds what shares no word, and names the seed that it is near to', async () => {
    const seed = await idOf('Segmentation of pictures');
    const similar = await similarPapers(store, { seeds: [seed], limit: 20 }, encoder);
    expect(similar.map(({ paper }) => paper.title)).toContain('Photographs of cats');
    expect(similar.map(({ paper }) => paper.id)).not.toContain(seed);
    const cats = similar.find(({ paper }) => paper.title === 'Photographs of cats');
    expect(cats?.near).toMatchObject({ title: 'Segmentation of pictures' });
    expect(cats?.near?.cosine).toBeGreaterThan(0.3);
    const words = await similarPapers(store, { seeds: [seed], limit: 50 });
    expect(words.map(({ paper }) => paper.title)).not.toContain('Photographs of cats');
    expect(words.every(({ near }) => near === null)).toBe(true);
  });

  it('starts from texts that are not in the store, filters, sorts and ranks a pool', async () => {
    const texts = [
      { title: 'Felines', abstract: 'Whiskers of felines.' },
      { title: 'Poems', abstract: 'Sonnets on vegetables.' },
    ];
    const ask = async (more: object) =>
      (await similarPapers(store, { seeds: [], texts, limit: 10, ...more }, encoder)).map(
        ({ paper }) => paper.title,
      );
    // Two themes: the best of each stands in front, not what lies between them.
    expect((await ask({})).slice(0, 2).sort()).toEqual(['A garden of sonnets', 'Photographs of cats']);
    expect(await ask({ category: 'cs.AI', after: '2020', before: '2021' })).toEqual(['Photographs of cats']);
    const pool = await Promise.all(made.map(({ title }) => idOf(title)));
    const ranked = await ask({ among: pool });
    expect(ranked).toHaveLength(new Set(ranked).size);
    expect(made.map(({ title }) => title)).toEqual(expect.arrayContaining(ranked));
    const byDate = await similarPapers(
      store,
      { seeds: [], texts, limit: 10, sort: 'date', among: pool },
      encoder,
    );
    const years = byDate.map(({ paper }) => paper.year ?? 0);
    expect(years).toEqual(years.toSorted((a, b) => b - a));
    const byVotes = await similarPapers(
      store,
      { seeds: [], texts, limit: 10, sort: 'votes', among: pool },
      encoder,
    );
    const votes = byVotes.map(({ paper }) => paper.votes);
    expect(votes).toEqual(votes.toSorted((a, b) => b - a));
  });

  it('encodes seeds that have no vector yet, and only those', async () => {
    const seed = await idOf('Photographs of cats');
    await encodePapers(store, encoder);
    encoder.texts = 0;
    await similarPapers(store, { seeds: [seed], limit: 3 }, encoder);
    expect(encoder.texts).toBe(0);
    await similarPapers(
      store,
      { seeds: [seed], texts: [{ title: 'One more', abstract: 'of cats' }], limit: 3 },
      encoder,
    );
    expect(encoder.texts).toBe(1);
  });

  it('knows nothing of nothing', async () => {
    expect(await similarPapers(store, { seeds: [], limit: 3 }, encoder)).toEqual([]);
    expect(await similarPapers(store, { seeds: [999_999], limit: 3 }, encoder)).toEqual([]);
    const texts = [{ title: '…', abstract: '' }];
    expect(await similarPapers(store, { seeds: [], texts, limit: 3 }, encoder)).toEqual([]);
  });
});
