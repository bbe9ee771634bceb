import { getPaper, ingest, updateStanding, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDecisions } from '../moderation/index.ts';
import { setVote } from '../votes/index.ts';
import { auditVotes, auditWhenDue, decideOnBurst, isSuspicious, listBursts } from './index.ts';

let store: Store;
const now = new Date('2026-03-20T12:00:00Z');
const minutes = (n: number) => new Date(now.getTime() - 24 * 3_600_000 + n * 60_000);
const judgement = { editorId: 'old-1', reason: 'Thirty accounts of one morning.', now };

/** Twelve papers that old members vote for over two weeks, and thirty accounts of the day before. */
beforeAll(async () => {
  store = await openTestStore();
  await ingest(
    store,
    Array.from({ length: 12 }, (_, n) => ({
      ok: true as const,
      position: `item ${n}`,
      record: {
        source: 'test',
        key: `k${n}`,
        identities: [],
        title: `Paper ${n}`,
        categories: ['cs.LG'],
        announcedOn: '2026-03-05',
      },
    })),
    { kind: 'import', origin: 'test', now },
  );
  await store.query(
    `insert into members (id, handle, name, email, role, created_at)
     select k || n, k || n, k || n, k || n || '@example.org', 'member', at
       from (values ('old-', timestamptz '2025-01-01'), ('new-', $1::timestamptz)) m (k, at), generate_series(0, 29) n`,
    [minutes(-60)],
  );
  await store.query(
    `insert into vote_events (paper_id, voter, delta, at)
     select p.id, 'old-' || n, 1, timestamptz '2026-03-06' + make_interval(mins => (n * 607 + p.id::int * 977) % 18000)
       from papers p, generate_series(0, 29) n where (n + p.id) % 3 <> 0`,
  );
  for (const { id } of await store.query<{ id: number }>('select id from papers'))
    await store.transaction((inside) => updateStanding(inside, id, now));
});
afterAll(() => store.close());

test('a burst is found once, discounted with a reason, and undone', async () => {
  expect(await auditVotes(store, now)).toMatchObject({ votes: 240, papers: 12, open: 0, found: 0 });
  const [row] = await store.query<{ id: number }>(`select paper_id as id from records where key = 'k3'`);
  const paperId = row?.id ?? 0;
  const before = await getPaper(store, paperId);
  for (let n = 0; n < 30; n++)
    await setVote(store, { id: `new-${n}` }, paperId, true, {
      now: minutes(n),
      address: n % 2 === 0 ? '198.51.100.1' : `203.0.${n}.1`,
    });
  const pushed = await getPaper(store, paperId);
  expect(pushed?.votes).toBe((before?.votes ?? 0) + 30);
  expect(pushed?.trending).toBeGreaterThan(before?.trending ?? 0);

  expect(await auditVotes(store, now)).toMatchObject({ open: 1, found: 1 });
  expect(await auditVotes(store, now)).toMatchObject({ open: 1, found: 0 });
  const [burst] = await listBursts(store, 'open', 10);
  if (burst === undefined) throw new Error('no burst was found');
  expect(burst).toMatchObject({ paperId, startsAt: minutes(0), endsAt: minutes(29) });
  expect(burst.figures).toMatchObject({ votes: 30, newcomers: 30, sameNetwork: 15 });
  expect(isSuspicious(burst.figures)).toBe(true);
  expect(burst.voters.slice(0, 2)).toEqual(['new-0', 'new-1']);

  expect(await decideOnBurst(store, burst.id, 'discount burst', judgement)).toBe(true);
  expect(await decideOnBurst(store, burst.id, 'discount burst', judgement)).toBe(false);
  const discounted = await getPaper(store, paperId);
  expect(discounted?.votes).toBe(pushed?.votes);
  expect(discounted?.trending).toBeCloseTo(before?.trending ?? 0, 9);
  expect(discounted?.trendingTerms).toMatchObject({ votes: pushed?.votes, discounted: 30 });
  // The audit leaves it alone, and what was said of it stays.
  expect(await auditVotes(store, now)).toMatchObject({ open: 0 });
  expect(await listBursts(store, 'discounted', 10)).toMatchObject([{ id: burst.id, decidedBy: 'old-1' }]);

  // A vote in it that is taken back takes nothing from the honest ones.
  await setVote(store, { id: 'new-0' }, paperId, false, { now });
  expect((await getPaper(store, paperId))?.trending).toBeCloseTo(before?.trending ?? 0, 9);
  await setVote(store, { id: 'new-0' }, paperId, true, { now: minutes(0) });

  expect(await decideOnBurst(store, burst.id, 'reopen burst', { ...judgement, reason: 'A mistake.' })).toBe(
    true,
  );
  const reopened = await getPaper(store, paperId);
  expect(reopened?.trending).toBeGreaterThan((before?.trending ?? 0) + 0.1);
  expect(reopened?.trendingTerms).toMatchObject({ votes: pushed?.votes, discounted: 0 });
  expect((await listDecisions(store)).map(({ kind, reason }) => [kind, reason])).toEqual([
    ['reopen burst', 'A mistake.'],
    ['discount burst', 'Thirty accounts of one morning.'],
  ]);
  await decideOnBurst(store, burst.id, 'accept burst', judgement);
  expect(await auditVotes(store, now)).toMatchObject({ open: 0 });
});

test('of any number of processes one audits, once an hour', async () => {
  const later = new Date(now.getTime() + 59 * 60_000);
  const asked = await Promise.all([1, 2, 3].map(() => auditWhenDue(store, now)));
  expect(asked.filter((report) => report !== null)).toHaveLength(1);
  expect(await auditWhenDue(store, later)).toBeNull();
  expect(await auditWhenDue(store, new Date(later.getTime() + 60_000))).not.toBeNull();
});
