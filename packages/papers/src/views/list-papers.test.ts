import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '../ingest/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { openTestStore } from '../store/testing.ts';
import type { Store } from '../store/store.ts';
import { getPapers, listPapers, type PaperSummary, type Selection } from './index.ts';

/** Announced 2026-03-10 and 11 by turns; many ties in day, votes and score. */
const papers = Array.from({ length: 23 }, (_, index): SourceRecordInput => {
  const id = `2603.${String(10_000 + index)}`;
  return {
    source: 'arxiv-oai',
    key: id,
    version: 1,
    identities: [{ scheme: 'arxiv', value: id }],
    title: `A study of subject number ${index}`,
    authors: [{ name: index % 4 === 0 ? 'Ada Lovelace' : `Person ${index}` }],
    categories: index % 3 === 0 ? ['cs.LG', 'stat.ML'] : ['hep-th'],
    ...(index % 5 === 0 ? { venue: 'ICLR' } : {}),
    announcedOn: index % 2 === 0 ? '2026-03-10' : '2026-03-11',
    popularity: [{ day: '2026-03-12', upvotes: index % 3, comments: 0 }],
  };
});
const monthly: SourceRecordInput = {
  source: 'acl',
  key: 'acl:2026.x-1.1',
  identities: [{ scheme: 'acl', value: '2026.x-1.1' }],
  title: 'A paper of which only the month is known',
  venue: 'ICLR Workshop',
  published: { value: '2026-03', precision: 'month' },
};
const yearly: SourceRecordInput = {
  ...monthly,
  key: 'acl:2026.x-1.2',
  identities: [{ scheme: 'acl', value: '2026.x-1.2' }],
  title: 'A paper of which only the year is known',
  published: { value: '2026', precision: 'year' },
};
const old: SourceRecordInput = {
  source: 'arxiv-oai',
  key: 'hep-th/9901001',
  version: 1,
  identities: [{ scheme: 'arxiv', value: 'hep-th/9901001' }],
  title: 'A paper of the old identifier scheme',
  categories: ['hep-th'],
  announcedOn: '1999-01-04',
};

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
  await ingest(
    store,
    [...papers, monthly, yearly, old].map((record, index) => ({
      ok: true,
      position: `item ${index + 1}`,
      record,
    })),
    { kind: 'import', origin: 'test', now: new Date('2026-03-13T12:00:00Z') },
  );
  await store.query(`insert into lists (slug, title) values ('mine', 'Mine'), ('empty', 'Empty')`);
  // In the reverse order of the papers, with a gap, as a list has it after a merge.
  await store.query(
    `insert into list_items (list, position, paper_id)
     select 'mine', 100 - p.id, p.id from papers p where p.id % 2 = 0 and p.id <> 4`,
  );
});
afterAll(() => store.close());

const list = (selection: Selection, limit = 200, offset = 0) =>
  listPapers(store, selection, { limit, offset });
async function titles(selection: Selection): Promise<string[]> {
  const page = await list(selection);
  expect(page.items).toHaveLength(page.total);
  return page.items.map(({ title }) => title);
}
const given = (test: (record: SourceRecordInput, index: number) => boolean) =>
  papers.filter(test).map(({ title }) => title);

describe('a selection', () => {
  const newest = { order: 'newest' } as const;

  it('holds a day, a range, or an open end', async () => {
    const tenth = given((_, index) => index % 2 === 0);
    expect((await titles({ ...newest, from: '2026-03-10', to: '2026-03-10' })).sort()).toEqual(tenth.sort());
    expect(await titles({ ...newest, from: '2026-03-10', to: '2026-03-11' })).toHaveLength(23);
    expect(await titles({ ...newest, from: '2026-03-12', to: '2026-03-31' })).toEqual([]);
    expect(await titles({ ...newest, from: '2026-03-11', to: '2026-03-10' })).toEqual([]);
    expect(await titles({ ...newest, from: '2026-03-11' })).toHaveLength(11);
    expect(await titles({ ...newest, to: '2026-03-09' })).toEqual([old.title]);
  });

  it('holds papers of which only the month is known where the range holds the month', async () => {
    const held = async (from: string, to: string) =>
      (await titles({ ...newest, from, to, coarse: true })).includes(monthly.title);
    expect(await held('2026-03-01', '2026-03-31')).toBe(true);
    expect(await held('2026-03-01', '2026-03-30')).toBe(false);
    expect(await held('2026-03-02', '2026-03-31')).toBe(false);
    expect(await held('2026-01-01', '2026-12-31')).toBe(true);
    expect(await titles({ ...newest, from: '2026-01-01', coarse: true })).not.toContain(yearly.title);
    expect(await titles({ ...newest, from: '2026-03-01', to: '2026-03-31' })).toHaveLength(23);
  });

  it('holds a category, a venue, an author, the new arXiv ids, or several of these at once', async () => {
    expect((await titles({ ...newest, category: 'stat.ML' })).sort()).toEqual(
      given((_, index) => index % 3 === 0).sort(),
    );
    expect(await titles({ ...newest, category: 'cs' })).toEqual([]);
    expect((await titles({ ...newest, venue: 'ICLR' })).sort()).toEqual(
      given((_, index) => index % 5 === 0).sort(),
    );
    expect((await titles({ ...newest, author: 'ada-lovelace' })).sort()).toEqual(
      given((_, index) => index % 4 === 0).sort(),
    );
    expect(await titles({ ...newest, withArxivId: true })).toHaveLength(23);
    expect(
      (
        await titles({
          ...newest,
          from: '2026-03-10',
          to: '2026-03-10',
          category: 'cs.LG',
          author: 'ada-lovelace',
        })
      ).sort(),
    ).toEqual(given((_, index) => index % 12 === 0).sort());
  });

  it('holds a list, in its own order or another', async () => {
    const { items } = await list({ list: 'mine', order: 'position' });
    const ids = items.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(ids).not.toContain(4);
    expect((await titles({ list: 'mine', order: 'votes' })).sort()).toEqual(
      items.map(({ title }) => title).sort(),
    );
    expect(await titles({ list: 'empty', order: 'position' })).toEqual([]);
    expect(await titles({ list: 'nowhere', order: 'newest' })).toEqual([]);
  });

  it('finds nothing for values that no text of the database can hold', async () => {
    for (const value of ['\0', 'cs.LG\0', '\ud800', `'; drop table papers; --`, '%', 'x'.repeat(5000)]) {
      for (const field of ['category', 'venue', 'author', 'list'] as const) {
        expect((await list({ ...newest, [field]: value })).total).toBe(0);
      }
    }
  });
});

describe('an order', () => {
  /** Every neighbouring pair of papers stands as `rank` (larger first) says. */
  function expectFalling(items: PaperSummary[], rank: (paper: PaperSummary) => (number | string)[]) {
    for (const [index, paper] of items.slice(1).entries()) {
      const before = items[index];
      if (before === undefined) throw new Error('no neighbour');
      const [a, b] = [rank(before), rank(paper)];
      const at = a.findIndex((value, place) => value !== b[place]);
      const [high, low] = [a[at], b[at]];
      expect(high !== undefined && low !== undefined && high > low, `${before.key} before ${paper.key}`).toBe(
        true,
      );
    }
  }

  it('puts papers by trending, votes or day, and dateless papers last', async () => {
    const [trending, votes, newest] = await Promise.all(
      (['trending', 'votes', 'newest'] as const).map(async (order) => (await list({ order })).items),
    );
    expectFalling(trending ?? [], ({ trending: score, id }) => [score, id]);
    expectFalling(votes ?? [], ({ votes: count, announcedOn, published, id }) => [
      count,
      announcedOn ?? '',
      published ?? '',
      id,
    ]);
    expectFalling(newest ?? [], ({ announcedOn, published, id }) => [announcedOn ?? '', published ?? '', id]);
    expect(newest?.slice(-2).map(({ title }) => title)).toEqual([monthly.title, yearly.title]);
  });

  it('pages through everything without a repeat or a loss, whatever the size of a page', async () => {
    const selection = fc.constantFrom<Selection>(
      { order: 'trending' },
      { order: 'votes' },
      { order: 'newest' },
      { order: 'votes', category: 'cs.LG' },
      { order: 'position', list: 'mine' },
      { order: 'newest', from: '2026-03-10', to: '2026-03-11' },
    );
    await fc.assert(
      fc.asyncProperty(selection, fc.integer({ min: 3, max: 12 }), async (chosen, limit) => {
        const whole = await list(chosen);
        const pages: number[] = [];
        for (let offset = 0; offset < whole.total; offset += limit) {
          const page = await list(chosen, limit, offset);
          expect(page).toMatchObject({ total: whole.total, limit, offset });
          pages.push(...page.items.map(({ id }) => id));
        }
        expect(pages).toEqual(whole.items.map(({ id }) => id));
        expect(new Set(pages).size).toBe(whole.total);
        expect((await list(chosen, limit, whole.total)).items).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses pages that are none, and positions without a list', async () => {
    for (const [limit, offset] of [
      [0, 0],
      [201, 0],
      [1.5, 0],
      [Number.NaN, 0],
      [10, -1],
      [10, 0.5],
      [10, Number.POSITIVE_INFINITY],
      [10, 1e21],
    ] as const) {
      await expect(list({ order: 'newest' }, limit, offset)).rejects.toThrow(/A page has 1 to 200 papers/);
    }
    await expect(list({ order: 'position' })).rejects.toThrow(RangeError);
  });
});

it('gets papers in the order asked for, and leaves out those that are not there', async () => {
  expect((await getPapers(store, [5, 999, 2, 3])).map(({ id }) => id)).toEqual([5, 2, 3]);
  expect(await getPapers(store, [])).toEqual([]);
});
