import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../ingest/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { openTestStore } from '../store/testing.ts';
import type { Store } from '../store/store.ts';
import { listPapers, type PaperSummary } from '../views/index.ts';
import { refreshTrending } from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => store.query('truncate papers, records, batches, identities, field_activity cascade'));
afterAll(() => store.close());

const now = new Date('2026-03-13T12:00:00Z');
let made = 0;
const paper = (
  field: string,
  day: string,
  upvotes: number,
  more: Partial<SourceRecordInput> = {},
): SourceRecordInput => ({
  source: 'test',
  key: `k${++made}`,
  identities: [],
  title: `${field} ${day} ${upvotes}`,
  categories: [field],
  announcedOn: day,
  popularity: upvotes > 0 ? [{ day, upvotes, comments: upvotes * 2 }] : [],
  ...more,
});
const take = (records: SourceRecordInput[], at = now) =>
  ingest(
    store,
    records.map((record, index) => ({ ok: true, position: `item ${index + 1}`, record })),
    { kind: 'import', origin: 'test', now: at },
  );
const counted = (day: string, upvotes: number, service = 'hugging-face') => ({
  service,
  day,
  upvotes,
  comments: 0,
});
const ranked = async () => (await listPapers(store, { order: 'trending' }, { limit: 200, offset: 0 })).items;

/** What every stored score must be: the sum of its stored terms, and the order's key. */
function expectSound(items: readonly PaperSummary[]) {
  for (const [index, { trending, trendingTerms: terms, votes }] of items.entries()) {
    if (terms === null) throw new Error('not scored');
    expect(trending).toBe(terms.score);
    expect(terms.votes).toBe(votes);
    if (terms.nothing !== null) expect(terms.score).toBe(0);
    else expect(terms.attention + terms.time + terms.tieBreak).toBeCloseTo(terms.score, 12);
    expect(terms.attention).toBeCloseTo(
      Math.log10(1 + (terms.votes + terms.comments / 2) / terms.fieldFactor),
      12,
    );
    expect(terms.fieldFactor).toBeCloseTo(Math.log10(10 + terms.fieldVotes), 12);
    expect(items[index + 1]?.trending ?? 0).toBeLessThanOrEqual(trending);
  }
}

describe('refreshTrending', () => {
  it('lets a paper of a quiet field stand above an equal one of a busy field', async () => {
    const busy = Array.from({ length: 20 }, () => paper('cs.LG', '2026-03-09', 50));
    await take([paper('cs.LG', '2026-03-10', 12), paper('hep-th', '2026-03-10', 12), ...busy]);
    await refreshTrending(store, { now });
    const items = await ranked();
    expectSound(items);
    expect(items.slice(0, 2).map(({ categories }) => categories[0])).toContain('hep-th');
    const place = (title: string) => items.findIndex((item) => item.title === title);
    expect(place('hep-th 2026-03-10 12')).toBeLessThan(place('cs.LG 2026-03-10 12'));
    const terms = items[place('cs.LG 2026-03-10 12')]?.trendingTerms;
    expect(terms?.fieldVotes).toBe(20 * 50 + 12);
  });

  it('counts a field’s votes over 90 days only', async () => {
    await take([
      paper('cs.LG', '2025-12-13', 1000), // 90 days before
      paper('cs.LG', '2025-12-14', 3),
      paper('cs.LG', '2026-03-12', 4),
      paper('math.AG', '2026-03-12', 0),
    ]);
    await refreshTrending(store, { now });
    expect(await store.query('select field, papers, votes from field_activity order by field')).toEqual([
      { field: 'cs.LG', papers: 2, votes: 7 },
      { field: 'math.AG', papers: 1, votes: 0 },
    ]);
    expectSound(await ranked());
  });

  it('orders by age, attention, code, and puts dateless, future and withdrawn papers last', async () => {
    const code = (stars: number): Partial<SourceRecordInput> => ({
      links: [{ kind: 'code', url: 'https://github.com/x/y', stars }],
    });
    const dateless: SourceRecordInput = {
      ...paper('a', '2026-03-12', 9, { title: 'dateless' }),
      announcedOn: undefined,
    };
    await take([
      dateless,
      paper('b', '2026-03-12', 900, { title: 'withdrawn', withdrawn: true }),
      paper('c', '2026-03-29', 900, { title: 'future' }),
      paper('d', '2026-03-12', 0, { title: 'plain' }),
      paper('e', '2026-03-12', 0, { title: 'code', ...code(2) }),
      paper('f', '2026-03-12', 0, { title: 'starred code', ...code(9000) }),
      paper('g', '2026-03-12', 1, { title: 'one vote' }),
      paper('h', '2026-03-09', 40, { title: 'older, voted' }),
      paper('i', '2026-03-01', 0, { title: 'old' }),
    ]);
    await refreshTrending(store, { now });
    const items = await ranked();
    expectSound(items);
    const order = items.map(({ title }) => title);
    expect(order.slice(0, 7)).toEqual([
      'older, voted',
      'one vote',
      'starred code',
      'code',
      'plain',
      'old',
      'dateless',
    ]);
    expect(order.slice(7).sort()).toEqual(['future', 'withdrawn']);
  });

  it('takes a paper in when its day has come, with votes or without', async () => {
    await take([
      paper('cs.LG', '2026-03-16', 0, { title: 'unseen' }),
      paper('cs.LG', '2026-03-16', 2, { title: 'voted' }),
      paper('cs.LG', '2026-03-12', 0, { title: 'today’s' }),
    ]);
    const before = new Map((await ranked()).map((item) => [item.title, item.trendingTerms?.nothing]));
    expect([before.get('today’s'), before.get('voted'), before.get('unseen')]).toEqual([
      null,
      'future',
      'future',
    ]);
    await refreshTrending(store, { now: new Date('2026-03-17T01:00:00Z') });
    const items = await ranked();
    expectSound(items);
    expect(items.map(({ title }) => title)).toEqual(['voted', 'unseen', 'today’s']);
  });

  it('scores what another formula scored, and changes nothing the second time', async () => {
    await take([
      paper('cs.LG', '2026-03-11', 0),
      paper('cs.LG', '2026-03-12', 3),
      paper('hep-th', '2026-03-12', 0),
    ]);
    await store.query(
      `update standings set trending = 1, trending_terms = jsonb_set(trending_terms, '{formula}', '0')`,
    );
    expect((await refreshTrending(store, { now })).scored).toBe(3);
    const items = await ranked();
    expectSound(items);
    expect((await refreshTrending(store, { now })).scored).toBe(1);
    expect(await ranked()).toEqual(items);
  });

  it('lifts a paper whose votes or stars still grow, and counts stars as no votes', async () => {
    await take([
      paper('a', '2026-03-02', 0, {
        title: 'still',
        popularity: [counted('2026-03-02', 5), counted('2026-03-11', 30)],
      }),
      paper('a', '2026-03-02', 0, {
        title: 'ended',
        popularity: [counted('2026-03-02', 30), counted('2026-03-11', 30)],
      }),
      paper('a', '2026-03-02', 0, {
        title: 'starred',
        popularity: [counted('2026-03-02', 400, 'github'), counted('2026-03-11', 900, 'github')],
      }),
      paper('a', '2026-03-02', 0, { title: 'plain' }),
    ]);
    await refreshTrending(store, { now });
    const items = await ranked();
    expect(items.map(({ title, votes }) => [title, votes])).toEqual([
      ['still', 30],
      ['starred', 0],
      ['ended', 30],
      ['plain', 0],
    ]);
  });
});
