import { ingest, type ReadItem, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import {
  addFollow,
  addRule,
  readFollow,
  readRule,
  type FollowInput,
  type RuleInput,
} from '@broadsheet/people';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { parseAddress } from '../subscriptions/address.ts';
import { confirmSubscription } from '../subscriptions/confirm-subscription.ts';
import { SubscriptionPlan, type Wish } from '../subscriptions/plan.ts';
import { requestSubscription } from '../subscriptions/request-subscription.ts';
import { planIssues } from './plan-issues.ts';
import { previewIssue } from './preview-issue.ts';
import { listIssues } from './read-issue.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.query(
    `truncate papers, records, batches, members, subscribers, subscription_requests, subscriptions, issues, mails cascade`,
  );
  await store.query(`insert into members (id, handle, name, email, email_verified) values
    ('m1', 'ada', 'Ada', 'ada@example.org', true), ('m2', 'bob', 'Bob', 'bob@example.org', false)`);
  number = 0;
});
afterAll(() => store.close());

/** Monday, 9 March 2026, 07:00 in New York: Sunday evening's papers are out. */
const monday = new Date('2026-03-09T11:00:00Z');
const before = new Date(monday.getTime() - 3_600_000);

let number = 0;
/** Takes in papers that are announced on Sunday. */
async function add(...papers: Partial<SourceRecordInput>[]): Promise<void> {
  const items = papers.map((paper): ReadItem => {
    number++;
    return {
      ok: true,
      position: `item ${number}`,
      record: {
        source: 'made',
        key: `k${number}`,
        identities: [],
        title: `Paper number ${number} of a made source`,
        authors: [{ name: `Author ${number}` }],
        categories: ['cs.LG'],
        announcedOn: '2026-03-08',
        ...paper,
      },
    };
  });
  const { rejected } = await ingest(store, items, { kind: 'gather', origin: 'made', now: before });
  expect(rejected).toBe(0);
  await store.query('update papers set first_seen_at = $1', [before]);
}

const planOf = (wish: Wish) =>
  SubscriptionPlan.parse({
    wish,
    cadence: { frequency: 'daily', hour: 7, timeZone: 'America/New_York' },
  });

async function subscribe(wish: Wish, text: string): Promise<number> {
  const address = parseAddress(text) ?? expect.fail(text);
  await requestSubscription(store, { address, plan: planOf(wish), network: text, now: before });
  const [row] = await store.query<{ id: number }>('select max(id) as id from subscription_requests');
  const confirmed = await confirmSubscription(store, row?.id ?? 0, { network: text, now: before });
  return confirmed?.subscriptionId ?? expect.fail('not confirmed');
}

async function hide(memberId: string, input: RuleInput): Promise<void> {
  const { rule } = await readRule(store, input, monday);
  await addRule(store, memberId, rule ?? expect.fail('no rule'), monday);
}

async function follow(memberId: string, input: FollowInput): Promise<void> {
  const read = await readFollow(store, input);
  await addFollow(store, memberId, read.follow ?? expect.fail('nothing to follow'), monday);
}

/** What a subscription has got: titles and reasons. */
async function received(id: number): Promise<[string, string][]> {
  const issues = await listIssues(store, id, 10);
  return issues.flatMap(({ digest }) =>
    digest.entries.map(({ paper, why }): [string, string] => [paper.title, why]),
  );
}

it('leaves out what a member hides, in the mails of their proven address alone', async () => {
  await add({ title: 'About llamas and how they live' }, { title: 'About something else altogether' });
  for (const member of ['m1', 'm2']) await hide(member, { kind: 'word', value: 'llama' });
  // Addresses are one mailbox in any case.
  const ids: number[] = [];
  for (const address of ['Ada@example.org', 'bob@example.org', 'eve@example.org'])
    ids.push(await subscribe({ kind: 'category', value: 'cs.LG' }, address));
  expect(await planIssues(store, { now: monday, latestHours: 0 })).toMatchObject({ composed: 3 });
  const titles = await Promise.all(
    ids.map(async (id) => (await received(id)).map(([title]) => title).sort()),
  );
  const all = ['About llamas and how they live', 'About something else altogether'];
  expect(titles).toEqual([[all[1]], all, all]);
  // It counts no paper as left over that the reader does not want.
  const [issue] = await listIssues(store, ids[0] ?? 0, 1);
  expect(issue?.digest.more).toBe(0);
});

it('mails what a member follows, under their rules, and says what brought each paper; once', async () => {
  await add(
    { title: 'By somebody who is followed', authors: [{ name: 'Grace Hopper' }] },
    { title: 'In a venue that is followed', venue: 'ICML' },
    { title: 'In a venue that is followed, about llamas', venue: 'ICML' },
    { title: 'Of a search on compilers', categories: ['cs.PL'] },
    { title: 'Of no interest at all' },
  );
  await follow('m1', { kind: 'author', value: 'Grace Hopper' });
  await follow('m1', { kind: 'venue', value: 'ICML' });
  await follow('m1', { kind: 'search', value: 'compiler cat:cs.PL' });
  await follow('m2', { kind: 'venue', value: 'ICML' });
  await hide('m1', { kind: 'word', value: 'llama' });
  const ada = await subscribe({ kind: 'following' }, 'ada@example.org');
  const bob = await subscribe({ kind: 'following' }, 'bob@example.org');
  const eve = await subscribe({ kind: 'following' }, 'eve@example.org');
  await Promise.all([1, 2].map(() => planIssues(store, { now: monday, latestHours: 0 })));
  expect((await received(ada)).sort()).toEqual([
    ['By somebody who is followed', 'by Grace Hopper'],
    ['In a venue that is followed', 'at ICML'],
    ['Of a search on compilers', 'matches compiler cat:cs.PL'],
  ]);
  // Nobody has proven these addresses to be a member's.
  expect(await received(bob)).toEqual([]);
  expect(await received(eve)).toEqual([]);
  expect(await store.query(`select from mails where kind = 'digest'`)).toHaveLength(1);
  const preview = await previewIssue(store, planOf({ kind: 'following' }), monday, null, { memberId: 'm1' });
  expect(preview.digest?.entries).toHaveLength(3);
  expect((await previewIssue(store, planOf({ kind: 'following' }), monday)).digest).toBeNull();
});
