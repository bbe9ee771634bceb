import { ingest, listPapers, mergeDuplicate, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteMember } from '../members/index.ts';
import {
  forgetTraces,
  forgetVoter,
  hashNetwork,
  listVoters,
  setVote,
  toggleVote,
  votedAmong,
  votesOf,
} from './index.ts';
import { networkOf } from './network-hash.ts';

let store: Store;
let papers: number[] = [];
const now = new Date('2026-03-12T12:00:00Z');

const record = (key: string, more: Partial<SourceRecordInput> = {}): SourceRecordInput => ({
  source: 'test',
  key,
  identities: [],
  title: `A paper called ${key}`,
  categories: ['cs.LG'],
  announcedOn: '2026-03-10',
  ...more,
});

beforeAll(async () => {
  store = await openTestStore();
  await store.query(
    `insert into members (id, handle, name, email)
     select 'm' || n, 'member-' || n, 'Member ' || n, 'm' || n || '@example.org' from generate_series(0, 199) n`,
  );
});
beforeEach(async () => {
  await store.query('truncate papers, records, batches, identities, vote_events, facts cascade');
  await ingest(
    store,
    [
      record('one'),
      record('two', {
        popularity: [{ service: 'hugging-face', day: '2026-03-10', upvotes: 7, comments: 0 }],
      }),
    ].map((one, n) => ({ ok: true as const, position: `item ${n}`, record: one })),
    { kind: 'import', origin: 'test', now },
  );
  papers = (await store.query<{ id: number }>('select paper_id as id from records order by key')).map(
    ({ id }) => id,
  );
});
afterAll(() => store.close());

const member = (n: number) => ({ id: `m${n}` });
const [one, two] = [() => papers[0] ?? 0, () => papers[1] ?? 0];
const standing = async (id: number) => {
  const { items } = await listPapers(store, { order: 'newest' }, { limit: 10, offset: 0 });
  return items.find((paper) => paper.id === id);
};

describe('a vote', () => {
  it('is counted once, however often it is wished, and taken back as well', async () => {
    const before = await standing(two());
    for (let n = 0; n < 3; n++)
      expect(await setVote(store, member(1), two(), true, { now })).toEqual({
        paperId: two(),
        voted: true,
        votes: 8,
      });
    const voted = await standing(two());
    expect(voted?.votes).toBe(8);
    expect(voted?.trending).toBeGreaterThan(before?.trending ?? 0);
    expect(voted?.trendingTerms).toMatchObject({ votes: 8, laterVotes: 1, discounted: 0 });
    for (let n = 0; n < 2; n++)
      expect(await setVote(store, member(1), two(), false, { now })).toMatchObject({
        voted: false,
        votes: 7,
      });
    expect((await standing(two()))?.trending).toBe(before?.trending);
    // The log only grows.
    expect(await store.query('select voter, delta from vote_events order by id')).toEqual([
      { voter: 'm1', delta: 1 },
      { voter: 'm1', delta: -1 },
    ]);
  });

  it('is refused for papers that are not there or hidden, and follows a merged one', async () => {
    expect(await setVote(store, member(1), 999_999, true, { now })).toBeNull();
    await store.query('update papers set hidden = true where id = $1', [one()]);
    expect(await setVote(store, member(1), one(), true, { now })).toBeNull();
    await store.query('update papers set hidden = false');
    const kept = await mergeDuplicate(store, one(), two(), now);
    for (const id of papers)
      expect(await setVote(store, member(1), id, true, { now })).toEqual({
        paperId: kept,
        voted: true,
        votes: 8,
      });
  });

  it('of somebody who voted for both is one vote after a merge', async () => {
    for (const id of papers) await setVote(store, member(1), id, true, { now });
    await setVote(store, member(2), two(), true, { now });
    const kept = await mergeDuplicate(store, one(), two(), now);
    expect((await standing(kept))?.votes).toBe(7 + 2);
    expect(await listVoters(store, kept, { limit: 10, offset: 0 })).toMatchObject({ total: 2 });
    expect(await setVote(store, member(1), one(), false, { now })).toMatchObject({ votes: 8 });
  });
});

describe('200 at once on one paper', () => {
  const all = Array.from({ length: 200 }, (_, n) => n);

  it('are 200 votes', async () => {
    const answers = await Promise.all(all.map((n) => setVote(store, member(n), two(), true, { now })));
    expect(new Set(answers.map((answer) => answer?.votes)).size).toBe(200);
    expect((await standing(two()))?.votes).toBe(207);
    expect((await standing(two()))?.trendingTerms?.votes).toBe(207);
  });

  it('of one member are one vote, and of an even number of toggles none', async () => {
    await Promise.all(all.map(() => setVote(store, member(1), one(), true, { now })));
    expect((await standing(one()))?.votes).toBe(1);
    await Promise.all(all.map(() => toggleVote(store, member(1), one(), { now })));
    expect((await standing(one()))?.votes).toBe(1);
    await toggleVote(store, member(1), one(), { now });
    expect((await standing(one()))?.votes).toBe(0);
  });

  it('mixed of votes, toggles and withdrawals, end where each member ended', async () => {
    // Member n votes, toggles n times, and those who can be divided by five take it back at the end.
    await Promise.all(
      all.slice(0, 60).map(async (n) => {
        await setVote(store, member(n), two(), true, { now });
        for (let t = 0; t < n % 4; t++) await toggleVote(store, member(n), two(), { now });
        if (n % 5 === 0) await setVote(store, member(n), two(), false, { now });
      }),
    );
    const standingOf = (n: number) => n % 5 !== 0 && n % 2 === 0;
    const expected = all.slice(0, 60).filter(standingOf);
    expect((await standing(two()))?.votes).toBe(7 + expected.length);
    const { voters, total } = await listVoters(store, two(), { limit: 200, offset: 0 });
    expect(total).toBe(expected.length);
    expect(voters.map(({ handle }) => handle).sort()).toEqual(expected.map((n) => `member-${n}`).sort());
  });
});

describe('who voted', () => {
  it('is told with handles, and without a name for those who left', async () => {
    for (const n of [1, 2, 3])
      await setVote(store, member(n), one(), true, { now: new Date(now.getTime() + n) });
    await setVote(store, member(1), two(), true, { now });
    expect(await votedAmong(store, 'm1', papers)).toEqual(new Set(papers));
    expect((await votesOf(store, 'm1')).map(({ paperId }) => paperId)).toEqual([one(), two()]);
    await store.transaction((inside) => forgetVoter(inside, 'm1'));
    const { voters, total, departed } = await listVoters(store, one(), { limit: 10, offset: 0 });
    expect({ voters: voters.map(({ handle }) => handle), total, departed }).toEqual({
      voters: ['member-3', 'member-2'],
      total: 3,
      departed: 1,
    });
    const names = await store.query(`select distinct voter from vote_events where voter like 'gone:%'`);
    expect(names).toHaveLength(2);
    // So it is when an account is deleted.
    await setVote(store, member(199), one(), true, { now });
    expect(await deleteMember(store, 'm199')).toBe('done');
    expect(await listVoters(store, one(), { limit: 10, offset: 0 })).toMatchObject({ total: 4, departed: 2 });
    expect((await standing(one()))?.votes).toBe(4);
    expect(await votedAmong(store, 'm1', papers)).toEqual(new Set());
  });
});

describe('the trace of a vote', () => {
  it('names no network, is the same within a day, and another on the next', async () => {
    const first = await hashNetwork(store, '198.51.100.7', now);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(await hashNetwork(store, '198.51.100.200', now)).toBe(first);
    expect(await hashNetwork(store, '198.51.101.7', now)).not.toBe(first);
    const next = new Date(now.getTime() + 86_400_000);
    expect(await hashNetwork(store, '198.51.100.7', next)).not.toBe(first);
    expect(await hashNetwork(store, 'unknown', now)).toBeNull();
  });

  it('groups addresses by network', () => {
    expect(
      ['203.0.113.9', '::ffff:203.0.113.1', '2001:db8:1:2::3', '2001:0db8:0001::', '::1', '127.0.0.1'].map(
        networkOf,
      ),
    ).toEqual(['203.0.113', '203.0.113', '2001:db8:1', '2001:db8:1', null, null]);
  });

  it('is forgotten after two weeks, with the key of its day', async () => {
    await setVote(store, member(1), one(), true, { now, address: '198.51.100.7' });
    await forgetTraces(store, new Date(now.getTime() + 13 * 86_400_000));
    expect(await store.query('select from vote_traces')).toHaveLength(1);
    expect(await store.query(`select from facts where key = 'vote-network-key'`)).toHaveLength(0);
    await forgetTraces(store, new Date(now.getTime() + 15 * 86_400_000));
    expect(await store.query('select from vote_traces')).toHaveLength(0);
  });
});
