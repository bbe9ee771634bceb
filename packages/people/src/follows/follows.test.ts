import { ingest, type ReadItem, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setVote } from '../votes/index.ts';
import { clusterAuthor, identityOf } from './author-clusters.ts';
import { correctAuthor } from './correct-author.ts';
import type { Follow } from './follow.ts';
import { followedNews } from './followed-news.ts';
import { addFollow, deleteFollow, findFollow, listFollows } from './keep-follows.ts';
import { readFollow, type FollowInput } from './read-follow.ts';
import { changeReadingSettings, getReadingSettings } from './reading-settings.ts';

let store: Store;
const now = new Date('2026-03-10T15:00:00Z');
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.query('truncate papers, records, batches, members, vote_events cascade');
  await store.query(`insert into members (id, handle, name, email, role) values
    ('m1', 'ada', 'Ada', 'ada@example.org', 'member'), ('m2', 'bob', 'Bob', 'bob@example.org', 'member')`);
  number = 0;
});
afterAll(() => store.close());

let number = 0;
/** Takes in papers that are announced on 9 March 2026. @returns Their ids. */
async function add(...papers: Partial<SourceRecordInput>[]): Promise<number[]> {
  const keys: string[] = [];
  const items = papers.map((paper): ReadItem => {
    number++;
    keys.push(`k${number}`);
    return {
      ok: true,
      position: `item ${number}`,
      record: {
        source: 'arxiv',
        key: `k${number}`,
        identities: [{ scheme: 'arxiv', value: `2603.${String(10_000 + number)}` }],
        title: `Paper number ${number} of a made source`,
        authors: [{ name: `Author ${number}` }],
        categories: ['cs.LG'],
        announcedOn: '2026-03-09',
        ...paper,
      },
    };
  });
  const { rejected } = await ingest(store, items, { kind: 'gather', origin: 'made', now });
  expect(rejected).toBe(0);
  const rows = await store.query<{ key: string; id: number }>(
    'select key, paper_id as id from records where key = any($1::text[])',
    [keys],
  );
  return keys.map((key) => rows.find((row) => row.key === key)?.id ?? 0);
}

const by = (...names: string[]) => names.map((name) => ({ name }));

async function follow(input: FollowInput, memberId = 'm1'): Promise<Follow> {
  const read = await readFollow(store, input);
  const kept = await addFollow(
    store,
    memberId,
    read.follow ?? expect.fail(JSON.stringify(read.troubles)),
    now,
  );
  return 'refused' in kept ? expect.fail(kept.refused) : kept;
}

/** What is new for a member: ids, and what brought each. */
async function news(memberId = 'm1', from = '2026-03-09'): Promise<Map<number, string[]>> {
  const found = await followedNews(
    store,
    await listFollows(store, memberId),
    { from, to: '2026-03-10', since: null },
    async (query, ids) => ids.filter((id) => query === 'even' && id % 2 === 0),
  );
  return new Map(
    found.map((one) => [one.paperId, one.by.map((what) => `${what.follow.kind} ${what.match ?? ''}`.trim())]),
  );
}

const wei = 'Wei Li';
const orcid = '0000-0002-1825-0097';

describe('what is new of what somebody follows', () => {
  it('comes by venue, category, archive, search and author', async () => {
    const [venue = 0, vision = 0, strings = 0, author = 0, none = 0] = await add(
      { venue: 'ICML' },
      { categories: ['eess.IV', 'cs.CV'] },
      { categories: ['hep-th'] },
      { authors: by('Ann Other', 'Yann LeCun') },
      { categories: ['math.CO'] },
    );
    for (const input of [
      { kind: 'venue', value: 'icml' },
      { kind: 'category', value: 'CS.cv' },
      { kind: 'category', value: 'hep-th' },
      { kind: 'author', value: 'LeCun, Yann' },
      { kind: 'search', value: 'even' },
    ] as const)
      await follow(input);
    const found = await news();
    const withEven = (id: number, ...kinds: string[]) => [...(id % 2 === 0 ? ['search'] : []), ...kinds];
    expect(found.get(venue)?.toSorted()).toEqual(withEven(venue, 'venue').sort());
    expect(found.get(vision)?.toSorted()).toEqual(withEven(vision, 'category').sort());
    expect(found.get(strings)?.toSorted()).toEqual(withEven(strings, 'category').sort());
    expect(found.get(author)?.toSorted()).toEqual(withEven(author, 'author').sort());
    expect(found.get(none)).toEqual(none % 2 === 0 ? ['search'] : undefined);
    expect(await news('m2')).toEqual(new Map());
  });

  it('comes by the votes of a member, as long as they share them and stand by them', async () => {
    const [liked = 0] = await add({ announcedOn: '2026-01-05' }, {});
    expect((await readFollow(store, { kind: 'member', value: '@bob' })).troubles).toEqual({
      value: expect.stringContaining('Nobody of that handle'),
    });
    await changeReadingSettings(store, 'm2', { sharesVotes: true });
    await follow({ kind: 'member', value: '@Bob' });
    expect(await findFollow(store, 'm1', 'member', 'bob')).toMatchObject({ label: 'Bob (@bob)' });
    expect((await news()).size).toBe(0);
    await setVote(store, { id: 'm2' }, liked, true, { now });
    expect(await news()).toEqual(new Map([[liked, ['member']]]));
    await changeReadingSettings(store, 'm2', { sharesVotes: false });
    expect((await news()).size).toBe(0);
    await changeReadingSettings(store, 'm2', { sharesVotes: true });
    await setVote(store, { id: 'm2' }, liked, false, { now });
    expect((await news()).size).toBe(0);
    const own = (await readFollow(store, { kind: 'member', value: 'bob' })).follow ?? expect.fail();
    expect(await addFollow(store, 'm2', own, now)).toMatchObject({ refused: expect.any(String) });
    await store.query(`delete from members where id = 'm2'`);
    expect(await listFollows(store, 'm1')).toEqual([]);
  });
});

describe('authors who share a name', () => {
  async function twoOfThem(): Promise<{ physics: number[]; learning: number[]; alone: number }> {
    const physics = await add(
      { authors: by(wei, 'Peter Higgs'), categories: ['hep-th'], announcedOn: '2025-01-06' },
      { authors: by('Peter Higgs', wei, 'Lisa Randall'), categories: ['hep-ph'], announcedOn: '2025-01-07' },
      { authors: by(wei, 'Lisa Randall'), categories: ['hep-th'], announcedOn: '2025-01-08' },
    );
    const learning = await add(
      { authors: [{ name: wei, orcid }, { name: 'Fei Chen' }], announcedOn: '2025-01-06' },
      { authors: by('Fei Chen', wei), announcedOn: '2025-01-07' },
    );
    const [alone = 0] = await add({ authors: by(wei), categories: ['hep-th'], announcedOn: '2025-01-09' });
    return { physics, learning, alone };
  }

  it('are told apart by coauthors, ORCID and field', async () => {
    const { physics, learning, alone } = await twoOfThem();
    const clusters = await clusterAuthor(store, 'wei-li');
    expect(clusters.map(({ papers }) => papers.map(({ paperId }) => paperId).sort())).toEqual([
      [...physics, alone].sort(),
      learning.toSorted(),
    ]);
    expect(clusters[0]).toMatchObject({
      orcids: [],
      coauthors: [
        { key: 'lisa-randall', papers: 2 },
        { key: 'peter-higgs', papers: 2 },
      ],
      categories: [
        { code: 'hep-th', papers: 3 },
        { code: 'hep-ph', papers: 1 },
      ],
    });
    expect(clusters[1]).toMatchObject({ orcids: [orcid] });
  });

  it('with two ORCIDs are two people, whomever they write with', async () => {
    await add(
      { authors: [{ name: wei, orcid }, { name: 'Fei Chen' }] },
      { authors: [{ name: wei, orcid: '0000-0001-5109-3700' }, { name: 'Fei Chen' }] },
      { authors: by(wei, 'Fei Chen') },
    );
    expect((await clusterAuthor(store, 'wei-li')).map(({ papers }) => papers.length)).toEqual([2, 1]);
  });

  it('are followed one by one, and corrected', async () => {
    await twoOfThem();
    const [physicist, learner] = await clusterAuthor(store, 'wei-li');
    if (physicist === undefined || learner === undefined) expect.fail('not told apart');
    const read = (await readFollow(store, { kind: 'author', value: wei })).follow ?? expect.fail();
    const kept = await addFollow(store, 'm1', { ...read, identity: identityOf([learner], [physicist]) }, now);
    const { id } = 'refused' in kept ? expect.fail(kept.refused) : kept;
    const [withChen = 0, withHiggs = 0, strange = 0, field = 0, renamed = 0] = await add(
      { authors: by(wei, 'Fei Chen'), categories: ['math.CO'] },
      { authors: by('Peter Higgs', wei) },
      { authors: by(wei, 'Somebody New'), categories: ['hep-th'] },
      { authors: by(wei, 'Somebody Newer'), categories: ['cs.LG'] },
      { authors: [{ name: 'W. Li', orcid }], categories: ['q-bio.NC'] },
    );
    expect(await news()).toEqual(
      new Map([
        [field, ['author field']],
        [withChen, ['author coauthor']],
        [renamed, ['author orcid']],
      ]),
    );
    await correctAuthor(store, 'm1', id, field, false);
    await correctAuthor(store, 'm1', id, strange, true);
    const [again = 0, andAgain = 0] = await add(
      { authors: by(wei, 'Somebody Newer'), categories: ['cs.LG'] },
      { authors: by(wei, 'Somebody New'), categories: ['nucl-th'] },
    );
    const corrected = await news();
    expect([...corrected.keys()].sort()).toEqual([withChen, strange, renamed, andAgain].sort());
    expect(corrected.get(strange)).toEqual(['author told']);
    expect(corrected.get(andAgain)).toEqual(['author coauthor']);
    expect(again).toBeGreaterThan(0);
    expect(withHiggs).toBeGreaterThan(0);
    expect(await correctAuthor(store, 'm2', id, field, true)).toBeNull();
  });

  it('are told apart by the first correction where nobody chose', async () => {
    await twoOfThem();
    const { id } = await follow({ kind: 'author', value: 'Li, Wei' });
    const [withHiggs = 0, withChen = 0] = await add(
      { authors: by('Peter Higgs', wei) },
      { authors: by(wei, 'Fei Chen') },
    );
    expect([...(await news()).keys()].sort()).toEqual([withHiggs, withChen].sort());
    await correctAuthor(store, 'm1', id, withHiggs, false);
    expect([...(await news()).keys()]).toEqual([withChen]);
  });
});

describe('keeping follows', () => {
  it('says by field what is wrong', async () => {
    for (const input of [
      { kind: 'author', value: 'Nobody Here' },
      { kind: 'venue', value: 'Nowhere' },
      { kind: 'category', value: 'cs.XX' },
      { kind: 'search', value: '"…"' },
      { kind: 'search', value: '' },
      { kind: 'member', value: 'ghost' },
    ])
      expect((await readFollow(store, input)).troubles, JSON.stringify(input)).toEqual({
        value: expect.any(String),
      });
    expect((await readFollow(store, { kind: 'mood', value: 'x' })).troubles).toEqual({
      kind: expect.any(String),
    });
    // arXiv's own categories can be followed before anything of them is here.
    expect((await readFollow(store, { kind: 'category', value: 'math.KT' })).follow).toMatchObject({
      value: 'math.KT',
    });
  });

  it('keeps each once and gives it up for its owner alone', async () => {
    await add({ venue: 'ICML' });
    const first = await follow({ kind: 'venue', value: 'ICML' });
    expect((await follow({ kind: 'venue', value: 'icml' })).id).toBe(first.id);
    expect(await deleteFollow(store, 'm2', first.id)).toBe(false);
    expect(await deleteFollow(store, 'm1', first.id)).toBe(true);
    expect(await listFollows(store, 'm1')).toEqual([]);
  });

  it('has choices with bounds', async () => {
    expect(await getReadingSettings(store, 'm1')).toEqual({
      sharesVotes: false,
      catchUpBudget: 30,
      catchUpDays: null,
    });
    await changeReadingSettings(store, 'm1', { catchUpDays: 7 });
    await changeReadingSettings(store, 'm1', { catchUpBudget: 12 });
    expect(await getReadingSettings(store, 'm1')).toEqual({
      sharesVotes: false,
      catchUpBudget: 12,
      catchUpDays: 7,
    });
    for (const bad of [{ catchUpBudget: 4 }, { catchUpBudget: 201 }, { catchUpDays: 0 }, { catchUpDays: 32 }])
      await expect(changeReadingSettings(store, 'm1', bad)).rejects.toThrow(RangeError);
  });
});
