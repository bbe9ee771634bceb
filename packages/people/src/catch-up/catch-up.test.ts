import {
  ingest,
  mergeDuplicate,
  type ReadItem,
  type SourceRecordInput,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addFollow, changeReadingSettings, listFollows, readFollow } from '../follows/index.ts';
import { addRule, readRule, rulesInForce } from '../rules/index.ts';
import { catchUp, type CatchUp, type CatchUpRequest } from './catch-up.ts';
import { forgetCaughtUp, getMarker, markCaughtUp } from './marker.ts';

let store: Store;
/** Tuesday, 10 March 2026, 11:00 in New York. */
const now = new Date('2026-03-10T15:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.query('truncate papers, records, batches, members cascade');
  await store.query(
    `insert into members (id, handle, name, email) values ('m1', 'ada', 'Ada', 'ada@example.org')`,
  );
  number = 0;
});
afterAll(() => store.close());

let number = 0;
/** Takes in papers of a day, with as many votes of elsewhere as are given. @returns Their ids. */
async function add(
  day: string,
  votes: number[],
  paper: Partial<SourceRecordInput> = {},
  at = now,
): Promise<number[]> {
  const keys: string[] = [];
  const items = votes.map((upvotes): ReadItem => {
    number++;
    keys.push(`k${number}`);
    return {
      ok: true,
      position: `item ${number}`,
      record: {
        source: 'arxiv',
        key: `k${number}`,
        identities: [],
        title: `Paper number ${number} of a made source`,
        authors: [{ name: `Author ${number}` }],
        categories: ['cs.LG'],
        announcedOn: day,
        popularity: [{ day, upvotes }],
        ...paper,
      },
    };
  });
  const { rejected } = await ingest(store, items, { kind: 'gather', origin: 'made', now: at });
  expect(rejected).toBe(0);
  const rows = await store.query<{ key: string; id: number }>(
    'select key, paper_id as id from records where key = any($1::text[])',
    [keys],
  );
  const ids = keys.map((key) => rows.find((row) => row.key === key)?.id ?? 0);
  await store.query('update papers set first_seen_at = $2 where id = any($1::bigint[])', [ids, at]);
  return ids;
}

async function see(at: Date, more: Partial<CatchUpRequest> = {}): Promise<CatchUp> {
  return catchUp(store, {
    memberId: 'm1',
    view: 'everything',
    now: at,
    rules: await rulesInForce(store, 'm1', at),
    follows: await listFollows(store, 'm1'),
    matches: async () => [],
    ...more,
  });
}
const idsOf = ({ items }: CatchUp) => items.map(({ paperId }) => paperId);
const say = ({ view, at, to }: CatchUp, shown: number[], saidAt = at) =>
  markCaughtUp(store, 'm1', { view, at, to, shown, now: saidAt });

it('shows the best of what is new, as many as the budget allows, and the rest in numbers', async () => {
  const ids = await add('2026-03-09', [1, 50, 20, 3, 9, 2, 7]);
  await add('2026-02-20', [900]);
  await changeReadingSettings(store, 'm1', { catchUpBudget: 5 });
  const read = await add('2026-03-09', [2], { categories: ['cs.CV'] });
  const { rule } = await readRule(store, { kind: 'category', value: 'cs.CV' }, now);
  await addRule(store, 'm1', rule ?? expect.fail(), now);
  const seen = await see(now);
  expect(seen).toMatchObject({
    total: 7,
    hidden: 1,
    from: '2026-03-04',
    to: '2026-03-10',
    marker: null,
    cut: false,
  });
  expect(idsOf(seen)).toEqual([1, 2, 4, 6, 3].map((place) => ids[place]));
  expect(idsOf(seen)).not.toContain(read[0]);
  expect(seen.items.map(({ trendingRank }) => trendingRank)).toEqual([1, 2, 3, 4, 5]);
  // Who has caught up has done so with all of it.
  await say(seen, idsOf(seen));
  expect(await see(now)).toMatchObject({ total: 0, hidden: 0 });
});

it('puts what somebody follows before what is merely liked, and says why', async () => {
  const liked = await add(
    '2026-03-09',
    Array.from({ length: 30 }, (_, i) => 100 - i),
  );
  const [quiet = 0] = await add('2026-03-09', [0], { authors: [{ name: 'Grace Hopper' }] });
  const { follow } = await readFollow(store, { kind: 'author', value: 'Grace Hopper' });
  await addFollow(store, 'm1', follow ?? expect.fail(), now);
  const seen = await see(now);
  expect(seen.items[0]).toMatchObject({
    paperId: quiet,
    trendingRank: 31,
    by: [{ follow: { label: 'Grace Hopper' } }],
  });
  expect(seen.items[1]).toMatchObject({ paperId: liked[0], by: [] });
  const [near = 0] = liked.slice(-1);
  const further = await see(now, {
    further: async () => [{ why: 'near to your interests', ids: [near, 999] }],
  });
  expect(further.items.find(({ paperId }) => paperId === near)?.why).toEqual(['near to your interests']);
  expect(idsOf(further).slice(0, 2).sort()).toEqual([near, quiet].sort());
  expect(idsOf(await see(now, { view: 'following' }))).toEqual([quiet]);
});

it('goes on where the member said, and shows nothing twice', async () => {
  const first = await add('2026-03-09', [5, 4, 3]);
  const seen = await see(now);
  expect(idsOf(seen)).toEqual(first);
  // Reading moves nothing.
  expect(idsOf(await see(now))).toEqual(first);
  expect(await getMarker(store, 'm1', 'everything')).toBeNull();
  await say(seen, idsOf(seen));
  expect(await see(now)).toMatchObject({ total: 0, items: [] });
  const late = await add('2026-03-09', [9], {}, later(0.5));
  const next = await add('2026-03-11', [1], {}, later(1));
  const again = await see(later(1));
  expect(idsOf(again).sort()).toEqual([...late, ...next].sort());
  expect(again).toMatchObject({ from: '2026-03-11', marker: { coveredTo: '2026-03-10' } });
  // A page that was left open takes nothing back.
  await say(again, idsOf(again));
  await say(seen, [], later(2));
  expect(await getMarker(store, 'm1', 'everything')).toEqual({ at: again.at, coveredTo: '2026-03-11' });
  await forgetCaughtUp(store, 'm1');
  expect((await see(later(1))).total).toBe(5);
});

it('does not show again what was shown in another view, as another version, or before it was merged', async () => {
  const [one = 0, two = 0, three = 0] = await add('2026-03-09', [5, 4, 3]);
  const [twin = 0] = await add('2026-03-09', [2]);
  await changeReadingSettings(store, 'm1', { catchUpDays: 7 });
  const seen = await see(now);
  await say(seen, [one, twin]);
  expect(idsOf(await see(now))).toEqual([two, three]);
  await mergeDuplicate(store, two, twin, now);
  expect(idsOf(await see(now))).toEqual([three]);
  await store.query(`update papers set updated_at = now(), changed_at = now()`);
  expect(idsOf(await see(later(1)))).toEqual([three]);
  // Ids that are no papers any more do no harm.
  await say(seen, [twin, 999_999]);
});

it('looks back over the days that somebody chose, and never over more than two months', async () => {
  await add('2026-03-05', [1]);
  await add('2026-03-09', [1]);
  await changeReadingSettings(store, 'm1', { catchUpDays: 2 });
  expect(await see(now)).toMatchObject({ from: '2026-03-09', total: 1 });
  await changeReadingSettings(store, 'm1', { catchUpDays: null });
  await store.query(`insert into catch_up_markers values ('m1', 'everything', '2025-01-01', '2025-01-01')`);
  expect(await see(now)).toMatchObject({ from: '2026-01-08', cut: true, total: 2 });
});

it('takes no day that is none, and no instant to come', async () => {
  const seen = await see(now);
  await expect(
    markCaughtUp(store, 'm1', { view: 'everything', at: now, to: 'soon', shown: [], now }),
  ).rejects.toThrow(RangeError);
  await markCaughtUp(store, 'm1', { view: 'everything', at: later(100), to: '2030-01-01', shown: [], now });
  expect(await getMarker(store, 'm1', 'everything')).toEqual({ at: now, coveredTo: '2026-03-10' });
  expect(seen.items).toEqual([]);
});
