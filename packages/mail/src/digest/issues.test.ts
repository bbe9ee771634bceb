import { ingest, markComplete, type ReadItem, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAddress } from '../subscriptions/address.ts';
import { endSubscription, muteInSubscription } from '../subscriptions/change-subscription.ts';
import { confirmSubscription } from '../subscriptions/confirm-subscription.ts';
import { SubscriptionPlan, type Mute, type Wish } from '../subscriptions/plan.ts';
import { requestSubscription } from '../subscriptions/request-subscription.ts';
import { outlook, planIssues } from './plan-issues.ts';
import { previewIssue } from './preview-issue.ts';
import { listIssues, readIssue } from './read-issue.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() =>
  store.query(
    `truncate papers, records, batches, complete_days, subscribers, subscription_requests, subscriptions, issues, mails cascade`,
  ),
);
afterAll(() => store.close());

/** Monday, 9 March 2026, 07:00 in New York: Sunday evening's papers are out. */
const monday = new Date('2026-03-09T11:00:00Z');
const days = (count: number, hours = 0) =>
  new Date(monday.getTime() + count * 86_400_000 + hours * 3_600_000);

let number = 0;
/** Takes in papers, announced on a day. */
async function add(day: string | null, papers: Partial<SourceRecordInput>[], at = monday): Promise<void> {
  const items = papers.map((paper): ReadItem => {
    number++;
    return {
      ok: true,
      position: `item ${number}`,
      record: {
        source: 'made',
        key: `k${number}`,
        identities: [{ scheme: 'arxiv', value: `2603.${String(10_000 + number)}` }],
        title: `Paper number ${number} of a made source`,
        abstract: 'Nothing in particular.',
        authors: [{ name: `Author ${number}` }],
        categories: ['cs.LG'],
        ...(day === null ? {} : { announcedOn: day }),
        ...paper,
      },
    };
  });
  const [before] = await store.query<{ newest: number | null }>('select max(id) as newest from papers');
  const { rejected } = await ingest(store, items, { kind: 'gather', origin: 'made', now: at });
  expect(rejected).toBe(0);
  await store.query('update papers set first_seen_at = $1 where id > $2', [at, before?.newest ?? 0]);
}

function planOf(wish: Wish, change: object = {}): SubscriptionPlan {
  return SubscriptionPlan.parse({
    wish,
    cadence: { frequency: 'daily', hour: 7, timeZone: 'America/New_York' },
    ...change,
  });
}

/** Subscribes just before Monday's issue. */
async function subscribe(wish: Wish, change: object = {}, text = 'ada@example.org'): Promise<number> {
  const now = days(0, -1);
  const address = parseAddress(text) ?? expect.fail(text);
  await requestSubscription(store, { address, plan: planOf(wish, change), network: text, now });
  const [row] = await store.query<{ id: number }>('select max(id) as id from subscription_requests');
  const confirmed = await confirmSubscription(store, row?.id ?? 0, { network: text, now });
  return confirmed?.subscriptionId ?? expect.fail('not confirmed');
}

const plan = (now: Date, latestHours = 3) => planIssues(store, { now, latestHours });

/** What a subscription has got so far, oldest first: days and titles. */
async function received(id: number): Promise<[string, string[]][]> {
  const issues = await listIssues(store, id, 100);
  return issues
    .reverse()
    .map(({ digest }) => [
      digest.day,
      digest.entries.map(({ paper }) => paper.title.replace(/ of a made source$/, '')),
    ]);
}
const titled = (title: string, more: Partial<SourceRecordInput> = {}) => ({
  title: `${title} of a made source`,
  ...more,
});

describe('an issue', () => {
  it('brings what is new since the last, once, and nothing when there is nothing', async () => {
    const id = await subscribe({ kind: 'category', value: 'cs.LG' });
    await add('2026-03-08', [titled('One'), titled('Two'), titled('Vision', { categories: ['cs.CV'] })]);
    expect(await plan(monday)).toEqual({ composed: 1, empty: 0, waiting: 0 });
    expect(await plan(monday)).toEqual({ composed: 0, empty: 0, waiting: 0 });
    await add('2026-03-09', [titled('Three'), titled('Cross-listed', { categories: ['stat.ML', 'cs.LG'] })]);
    await plan(days(1));
    // Nothing of the kind on Wednesday.
    await add('2026-03-10', [titled('Other', { categories: ['cs.CV'] })]);
    expect(await plan(days(2))).toEqual({ composed: 0, empty: 1, waiting: 0 });
    await add('2026-03-11', [titled('Four')]);
    await plan(days(3));
    const issues = await received(id);
    expect(issues.map(([day, titles]) => [day, titles.toSorted()])).toEqual([
      ['2026-03-09', ['One', 'Two']],
      ['2026-03-10', ['Cross-listed', 'Three']],
      ['2026-03-12', ['Four']],
    ]);
    expect(await store.query(`select from mails where kind = 'digest'`)).toHaveLength(3);
  });

  it('says why each paper is in it, what had no room, and which days it covers', async () => {
    const id = await subscribe({ kind: 'category', value: 'cs.LG' }, { count: 2 });
    await add('2026-03-08', [
      titled('Loved', {
        popularity: [{ service: 'hugging-face', day: '2026-03-08', upvotes: 12, comments: 2 }],
      }),
      titled('With code', { links: [{ kind: 'code', url: 'https://github.com/a/b', stars: 7 }] }),
      titled('Plain'),
      titled('Plainer'),
    ]);
    await plan(monday);
    const [issue] = await listIssues(store, id, 1);
    expect(issue?.digest).toMatchObject({
      title: 'Machine Learning (cs.LG)',
      path: '/categories/cs.LG',
      from: '2026-03-08',
      to: '2026-03-08',
      more: 2,
      partial: [],
    });
    expect(issue?.digest.entries.map(({ why }) => why)).toEqual([
      'new in cs.LG · 12 votes · 2 comments',
      'new in cs.LG · code with 7 stars',
    ]);
    expect(await readIssue(store, issue?.id ?? 0)).toEqual(issue);
    expect(await readIssue(store, 999_999)).toBeNull();
  });

  it.each<[Wish, string[], string]>([
    [{ kind: 'author', value: 'Geoffrey Hinton' }, ['By Hinton'], 'by Geoffrey E. Hinton'],
    [{ kind: 'author', value: 'Geoffrey E. Hinton' }, ['By Hinton'], 'by Geoffrey E. Hinton'],
    [{ kind: 'venue', value: 'ICLR 2026' }, ['At a venue'], 'at ICLR 2026'],
    [
      { kind: 'topic', value: 'contrastive learning' },
      ['Contrastive learning of sounds'],
      'matches contrastive, learning',
    ],
    [
      { kind: 'topic', value: '-"contrastive" (learning) OR' },
      ['Contrastive learning of sounds'],
      'matches contrastive, learning',
    ],
    [
      { kind: 'search', value: 'contrastive -graph' },
      ['Contrastive learning of sounds'],
      'matches contrastive',
    ],
    [{ kind: 'search', value: 'author:hinton OR venue:iclr' }, ['At a venue', 'By Hinton'], 'matches'],
    [{ kind: 'category', value: 'math' }, ['In mathematics'], 'new in math.OC'],
  ])('brings what %o asks for', async (wish, titles, why) => {
    const authors =
      wish.kind === 'author' && wish.value === 'Geoffrey Hinton' ? 'Geoffrey Hinton' : 'Geoffrey E. Hinton';
    const id = await subscribe(wish);
    await add('2026-03-08', [
      titled('By Hinton', { authors: [{ name: 'Someone Else' }, { name: authors }] }),
      titled('At a venue', { venue: 'ICLR 2026' }),
      titled('Contrastive learning of sounds'),
      titled('Contrastive graph embeddings'),
      titled('In mathematics', { categories: ['math.OC'] }),
    ]);
    await plan(monday);
    const [issue] = await listIssues(store, id, 1);
    expect(issue?.digest.entries.map(({ paper }) => paper.title.replace(/ of a made.*/, '')).sort()).toEqual(
      titles,
    );
    expect(issue?.digest.entries[0]?.why).toBe(why.replace('Geoffrey E. Hinton', authors));
  });

  it('trending: what rises later comes later, and nothing comes twice', async () => {
    const id = await subscribe({ kind: 'trending' }, { count: 2 });
    const votes = (upvotes: number, day = '2026-03-08') => ({
      popularity: [{ service: 'hugging-face' as const, day, upvotes, comments: 0 }],
    });
    await add('2026-03-08', [
      titled('High', votes(30)),
      titled('Middle', votes(20)),
      titled('Low', votes(2)),
      titled('Least'),
    ]);
    await plan(monday);
    await add('2026-03-09', [titled('Newcomer')]);
    await plan(days(1));
    expect(await received(id)).toEqual([
      ['2026-03-09', ['High', 'Middle']],
      ['2026-03-10', ['Low', 'Newcomer']],
    ]);
  });

  it('never repeats a paper that has become another’s, or has a new version', async () => {
    const id = await subscribe({ kind: 'category', value: 'cs.LG' });
    const paper = { identities: [{ scheme: 'arxiv' as const, value: '2603.77777' }], key: 'same' };
    await add('2026-03-08', [titled('First words', paper)]);
    const doi = { identities: [{ scheme: 'doi' as const, value: '10.1000/1' }], source: 'other', key: 'x' };
    await add('2026-03-08', [titled('Also known as', doi)]);
    await plan(monday);
    // A second version, announced anew; and a record that says that the two are one.
    await add('2026-03-09', [titled('First words, improved', { ...paper, version: 2 })], days(1));
    await add(
      '2026-03-09',
      [titled('Also known as', { ...doi, key: 'y', identities: [...paper.identities, ...doi.identities] })],
      days(1),
    );
    await plan(days(1));
    const issues = await received(id);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.[1]).toHaveLength(1);
  });

  it('brings late papers, and says of when they are', async () => {
    const id = await subscribe({ kind: 'category', value: 'cs.LG' });
    await add('2026-03-08', [titled('In time')], days(0, -2));
    await plan(monday);
    await add('2026-03-08', [titled('Late')], days(0, 5));
    await add(
      null,
      [titled('Undated', { published: { value: '2026-01', precision: 'month' }, venue: 'ACL' })],
      days(0, 5),
    );
    await add('2026-03-09', [titled('Next')], days(0, 20));
    await plan(days(1));
    const [issue] = await listIssues(store, id, 1);
    expect(
      issue?.digest.entries
        .map(({ paper, why }) => `${paper.title.replace(/ of a made.*/, '')}: ${why}`)
        .sort(),
    ).toEqual([
      'Late: new in cs.LG · announced on 2026-03-08',
      'Next: new in cs.LG',
      'Undated: new in cs.LG',
    ]);
  });

  it.each<[Mute, string[]]>([
    [{ kind: 'author', value: 'noisy-author', label: 'Noisy Author' }, ['Hype', 'Vision']],
    [{ kind: 'category', value: 'cs.CV', label: 'cs.CV' }, ['By a noisy author', 'Hype']],
    [{ kind: 'words', value: 'HYPE', label: 'hype' }, ['By a noisy author', 'Vision']],
    [{ kind: 'words', value: 'a made   source', label: 'words' }, []],
    [{ kind: 'words', value: 'hyp', label: 'words' }, ['By a noisy author', 'Hype', 'Vision']],
    [{ kind: 'words', value: '(.*)', label: 'words' }, ['By a noisy author', 'Hype', 'Vision']],
  ])('leaves out what is muted: %o', async (mute, titles) => {
    const id = await subscribe({ kind: 'category', value: 'cs' });
    await muteInSubscription(store, id, mute);
    await add('2026-03-08', [
      titled('By a noisy author', { authors: [{ name: 'Noisy Author' }] }),
      titled('Vision', { categories: ['cs.CV'] }),
      titled('Hype'),
    ]);
    await plan(monday);
    expect((await received(id)).flatMap(([, all]) => all).sort()).toEqual(titles);
  });
});

describe('the hour', () => {
  it('waits for a day that is not all here, but not for ever, and then says so', async () => {
    const id = await subscribe({ kind: 'category', value: 'cs.LG' });
    // A source watches since last week.
    await markComplete(store, 'arxiv-oai', ['2026-03-05']);
    await add('2026-03-08', [titled('One')]);
    expect(await plan(monday)).toEqual({ composed: 0, empty: 0, waiting: 1 });
    expect(await plan(days(0, 0.05))).toEqual({ composed: 0, empty: 0, waiting: 0 });
    expect(await plan(days(0, 1))).toEqual({ composed: 0, empty: 0, waiting: 1 });
    expect(await plan(days(0, 3.5))).toEqual({ composed: 1, empty: 0, waiting: 0 });
    const [issue] = await listIssues(store, id, 1);
    expect(issue?.digest.partial).toEqual([{ day: '2026-03-08', count: 1, usual: null }]);
  });

  it('goes on as soon as the day is told to be complete', async () => {
    const id = await subscribe({ kind: 'category', value: 'cs.LG' });
    await markComplete(store, 'arxiv-oai', ['2026-03-05']);
    await add('2026-03-08', [titled('One')]);
    await plan(monday);
    await markComplete(store, 'arxiv-oai', ['2026-03-08']);
    expect(await plan(days(0, 0.2))).toMatchObject({ composed: 1 });
    expect((await listIssues(store, id, 1))[0]?.digest.partial).toEqual([]);
  });

  it('does not come for an ended subscription, and comes once after a night off', async () => {
    const ended = await subscribe({ kind: 'category', value: 'cs.LG' });
    const id = await subscribe({ kind: 'category', value: 'cs.LG' }, { count: 20 }, 'bob@example.org');
    await endSubscription(store, ended, monday);
    await add('2026-03-08', [titled('One')]);
    await add('2026-03-09', [titled('Two')]);
    await add('2026-03-10', [titled('Three')]);
    // The program was off from Monday to Wednesday.
    expect(await plan(days(2, 5))).toEqual({ composed: 1, empty: 0, waiting: 0 });
    expect((await received(id)).map(([, titles]) => titles.toSorted())).toEqual([['One', 'Three', 'Two']]);
    const [{ next } = { next: null }] = await store.query<{ next: string }>(
      `select next_day as next from subscriptions where id = ${id}`,
    );
    expect(next).toBe('2026-03-12');
  });

  it('can be looked out for without anything being written', async () => {
    await subscribe({ kind: 'category', value: 'cs.LG' });
    await subscribe({ kind: 'category', value: 'hep-th' }, {}, 'bob@example.org');
    await add('2026-03-08', [titled('One')]);
    const due = await Array.fromAsync(outlook(store, { now: monday, latestHours: 3 }));
    expect(due).toMatchObject([
      {
        address: 'ada@example.org',
        day: '2026-03-09',
        outcome: { content: { title: 'Machine Learning (cs.LG)' } },
      },
      { address: 'bob@example.org', outcome: 'empty' },
    ]);
    expect(await plan(monday)).toEqual({ composed: 1, empty: 1, waiting: 0 });
  });

  it('comes once, however many look for it', async () => {
    for (let index = 0; index < 5; index++)
      await subscribe({ kind: 'trending' }, {}, `reader${index}@example.org`);
    await add('2026-03-08', [titled('One')]);
    const reports = await Promise.all([plan(monday), plan(monday), plan(monday)]);
    expect(reports.reduce((sum, { composed }) => sum + composed, 0)).toBe(5);
    expect(await store.query('select from mails where issue_id is not null')).toHaveLength(5);
  });
});

describe('a preview', () => {
  it('is the very next mail', async () => {
    await add('2026-03-08', [titled('One'), titled('Two', { categories: ['cs.CV'] })]);
    const preview = await previewIssue(store, planOf({ kind: 'category', value: 'cs.LG' }), monday);
    expect(preview.digest?.entries.map(({ paper }) => paper.title)).toEqual(['One of a made source']);
    expect(preview.next.day).toBe('2026-03-09');
    const nothing = await previewIssue(store, planOf({ kind: 'category', value: 'q-bio.NC' }), monday);
    expect(nothing).toMatchObject({ digest: null, isPast: false, window: { to: '2026-03-08' } });
  });

  it('is what it would have been on the newest days that have papers, where there is nothing new', async () => {
    await add('2026-02-26', [titled('Some days ago')]);
    const wish = planOf({ kind: 'category', value: 'cs.LG' });
    const preview = await previewIssue(store, wish, monday);
    expect(preview).toMatchObject({ isPast: true, window: { from: '2026-02-26', to: '2026-02-26' } });
    expect(preview.digest?.entries).toHaveLength(1);
    // Where even those bring nothing, it speaks of the days that the next mail covers.
    const elsewhere = planOf({ kind: 'category', value: 'q-bio.NC' });
    expect(await previewIssue(store, elsewhere, monday)).toMatchObject({
      digest: null,
      isPast: false,
      window: { to: '2026-03-08' },
    });
    expect(await previewIssue(store, wish, monday, { from: '2026-03-05', to: '2026-03-08' })).toMatchObject({
      digest: null,
      isPast: false,
    });
  });

  it('looks back a week for a weekly digest, a month for a monthly one', async () => {
    await add('2026-03-03', [titled('Last week')]);
    await add('2026-02-10', [titled('Last month')]);
    const frequency = (name: string) =>
      previewIssue(
        store,
        planOf(
          { kind: 'category', value: 'cs.LG' },
          { cadence: { frequency: name, hour: 7, timeZone: 'UTC' } },
        ),
        monday,
      ).then(({ digest }) => digest?.entries.length ?? 0);
    expect([await frequency('daily'), await frequency('weekly'), await frequency('monthly')]).toEqual([
      1, 1, 2,
    ]);
  });
});
