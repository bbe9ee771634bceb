import { readFileSync } from 'node:fs';
import { ingest, type ReadItem, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choosePassage } from './highlight/choose-passage.ts';
import { highlight } from './highlight/highlight.ts';
import { explainMatch, matchPapers } from './match-papers.ts';
import { searchPapers } from './search-papers.ts';
import { similarPapers } from './similar-papers.ts';
import { suggestPapers } from './suggest-papers.ts';

interface Fixture {
  title: string;
  abstract: string;
  authors: string[];
  categories?: string[];
  venue?: string;
  year?: number;
  published?: string;
}
const fixtures = JSON.parse(
  readFileSync(new URL('./fixtures/papers.json', import.meta.url), 'utf8'),
) as Fixture[];
const made: Fixture[] = ['A', 'B', 'C'].map((letter, i) => ({
  title: `Contrastive learning for graphs ${letter}`,
  abstract: `We study contrastive learning (loss $x$, 100% of a+b). Rare${letter} words stand here.`,
  authors: ['Geoffrey E. Hinton'],
  categories: [i === 0 ? 'cs.LG' : 'stat.ML'],
  venue: 'Made Conference',
  year: 2020 + i,
  published: `${2020 + i}-03-01`,
}));

/** As precise as it is written. */
function dated(published: string): SourceRecordInput['published'] {
  const precision = published.length === 10 ? 'day' : published.length === 7 ? 'month' : 'year';
  return { value: published, precision };
}

let store: Store;
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
      ...(paper.venue ? { venue: paper.venue } : {}),
      ...(paper.published ? { published: dated(paper.published) } : {}),
    },
  }));
  expect(await ingest(store, items, { kind: 'import', origin: 'fixtures' })).toMatchObject({
    created: items.length,
  });
  await store.query(
    'update standings set votes = 1 + r.key::int from records r where r.paper_id = standings.paper_id',
  );
}, 60_000);
afterAll(() => store.close());

const titles = async (query: string, sort?: 'date' | 'votes') =>
  (await searchPapers(store, { query, ...(sort ? { sort } : {}) })).hits.map(({ paper }) => paper.title);

describe('search', () => {
  it('finds every fixture by its own title, near the top', async () => {
    for (const { title } of fixtures.slice(0, 12)) expect((await titles(title)).slice(0, 3)).toContain(title);
  });

  it('obeys operators, phrases and exclusions', async () => {
    expect(await titles('author:"G Hinton" cat:cs')).toEqual(['Contrastive learning for graphs A']);
    expect(await titles('author:hinton')).toEqual(made.map(({ title }) => title).reverse());
    expect(await titles('year:2021-2022 venue:"made conf"')).toHaveLength(2);
    expect(await titles('after:2021-03-01 before:2022 author:hinton')).toHaveLength(1);
    expect(await titles('"contrastive learning" -rareA author:hinton')).toHaveLength(2);
    expect(await titles('"100% of a+b)."')).toHaveLength(3);
    expect(await titles('"learning contrastive"')).toHaveLength(0);
    expect(await titles('rareA OR rareB', 'date')).toEqual([
      'Contrastive learning for graphs B',
      'Contrastive learning for graphs A',
    ]);
  });

  it('mends spelling and says so', async () => {
    const answer = await searchPapers(store, { query: 'contrastiv lerning' });
    expect(answer).toMatchObject({ corrected: 'contrastive learning', usedCorrection: true });
    expect(answer.hits[0]?.paper.title).toMatch(/^Contrastive learning/);
  });

  it('explains, marks and counts', async () => {
    const answer = await searchPapers(store, { query: 'contrastive graph year:2020', facets: true });
    expect(answer.hits[0]?.matched).toEqual(['contrastive', 'graph', 'year:2020']);
    expect(answer.hits[0]?.title.filter(({ type }) => type === 'highlight').map(({ text }) => text)).toEqual([
      'Contrastive',
      'graphs',
    ]);
    expect(answer.facets?.year).toContainEqual({ value: '2020', label: '2020', count: answer.total });
  });

  it('survives hostile queries', async () => {
    const hostile = [
      `'; drop table papers; --`,
      `author:"' or 1=1 --"`,
      '"(a+)+$ [[:alpha:]] \\"',
      'author:% venue:_',
      '🎉 "🎉"',
      '深度学习 "深度"',
      'x '.repeat(500),
      'year:9999 after:9999',
      'id:"$1"',
      '\0\ud800',
      '"a_b" OR',
      '-the',
      'the',
    ];
    for (const query of hostile) await searchPapers(store, { query, facets: true });
    expect(await titles('author:hinton')).toHaveLength(3);
  });

  it('pages without overlap', async () => {
    const all = (await searchPapers(store, { query: 'learning model', limit: 30 })).hits.map(
      (h) => h.paper.id,
    );
    const second = await searchPapers(store, { query: 'learning model', limit: 5, offset: 5 });
    expect(second.hits.map((h) => h.paper.id)).toEqual(all.slice(5, 10));
  });

  it('suggests and finds similar papers', async () => {
    expect((await suggestPapers(store, 'contrast', 5))[0]?.title).toMatch(/^Contrastive/);
    const [first] = (await searchPapers(store, { query: 'author:hinton year:2020' })).hits;
    const similar = await similarPapers(store, { seeds: [first?.paper.id ?? 0], limit: 2 });
    expect(similar.map(({ paper }) => paper.title).sort()).toEqual(
      ['B', 'C'].map((letter) => `Contrastive learning for graphs ${letter}`),
    );
    expect(similar[0]?.why).toContain('Contrastive');
  });

  it('tells which of some papers a query holds for, as a search by date does', async () => {
    const rows = await store.query<{ id: number }>('select id from papers order by id');
    const all = rows.map(({ id }) => id);
    const queries = [
      'contrastive learnings graph',
      'author:hinton -rareA',
      '"contrastive learning" OR venue:"made conf"',
      '"a+b" cat:stat',
      'the learning model',
      'contrastiv lerning',
      'the',
      '',
    ];
    for (const query of queries) {
      const matches = await matchPapers(store, query, all);
      const { hits, usedCorrection } = await searchPapers(store, { query, sort: 'date', limit: 120 });
      expect(matches, query).toEqual(
        usedCorrection ? [] : hits.map(({ paper }) => paper.id).sort((a, b) => a - b),
      );
    }
    const [first, second] = await matchPapers(store, 'contrastive', all);
    const two = [second ?? 0, first ?? 0];
    expect(await matchPapers(store, 'contrastive', two)).toEqual(two);
    const [hit] = (await searchPapers(store, { query: 'contrastive graph year:2020' })).hits;
    if (hit === undefined) expect.fail('nothing found');
    expect(explainMatch('contrastive graph year:2020 -survey', hit.paper)).toEqual(hit.matched);
    expect(await matchPapers(store, 'contrastive', [])).toEqual([]);
  });

  it('does as much without BM25', async () => {
    await store.query(
      `alter table papers add column if not exists lexemes tsvector generated always as (
         setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', author_names), 'B') ||
         setweight(to_tsvector('english', abstract), 'D')) stored`,
    );
    const plain: Store = { ...store, capabilities: { bm25: false, vectors: false } };
    const { hits } = await searchPapers(plain, {
      query: 'contrastive learning "the stand here" OR rareB -survey',
    });
    expect(hits.map(({ paper }) => paper.title)).toEqual(['Contrastive learning for graphs B']);
    expect((await searchPapers(plain, { query: 'the learnings of' })).hits.length).toBeGreaterThan(2);
    const ids = (await store.query<{ id: number }>('select id from papers')).map(({ id }) => id);
    expect((await matchPapers(plain, 'contrastive "the stand here" OR rareB -survey', ids)).length).toBe(1);
  });
});

describe('highlights', () => {
  it('lose no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.string()), (text, terms) => {
        expect(
          highlight(text, new Set(terms))
            .map((span) => span.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('choose a passage around the match and keep formulas whole', () => {
    const text = `${'Nothing here at all. '.repeat(30)}The kernel $a + b + c$ wins. ${'More text follows. '.repeat(30)}`;
    const passage = choosePassage(text, new Set(['kernel']));
    expect(passage).toContain('kernel $a + b + c$');
    expect(passage.length).toBeLessThan(330);
  });
});
