import { ingest, mergeDuplicate, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addExamples,
  addInterest,
  answerFeed,
  changeInterest,
  deleteInterest,
  exploredFields,
  exportInterests,
  feedDays,
  getInterest,
  importInterests,
  keepPlaces,
  listExamples,
  listInterests,
  mostExamples,
  mostInterests,
  placeOf,
  placesOfDay,
  readFeedSettings,
  removeExample,
  resetInterests,
  usualFeedSettings,
  writeFeedSettings,
  type NewExample,
  type PlaceReason,
} from './index.ts';

let store: Store;
let ids: number[] = [];
const now = new Date('2026-03-10T15:00:00Z');
const id = (n: number) => ids[n] ?? 0;

const record = (key: string, title: string): SourceRecordInput => ({
  source: 'test',
  key,
  identities: [{ scheme: 'arxiv', value: `2403.0000${key}` }],
  title,
  abstract: `About ${title}.`,
  published: { value: '2024', precision: 'year' },
  authors: [{ name: `Author ${key}` }],
});

/** Takes papers in. @returns their ids. */
async function take(records: SourceRecordInput[]): Promise<number[]> {
  await ingest(
    store,
    records.map((one, n) => ({ ok: true as const, position: `item ${n}`, record: one })),
    { kind: 'import', origin: 'test' },
  );
  const rows = await store.query<{ id: number }>(
    'select paper_id as id from records where key = any($1) order by key',
    [records.map(({ key }) => key)],
  );
  return rows.map((row) => row.id);
}

beforeAll(async () => {
  store = await openTestStore();
  ids = await take(['Graphs', 'Cells', 'Stars', 'Waves'].map((title, n) => record(String(n + 1), title)));
  await store.query(
    `insert into members (id, handle, name, email) values ('ada', 'ada', 'Ada', 'ada@example.org'),
       ('bob', 'bob', 'Bob', 'bob@example.org')`,
  );
});
beforeEach(() => store.query('truncate interests, feed_settings, feed_places cascade'));
afterAll(() => store.close());

async function begin(name: string, member = 'ada'): Promise<number> {
  const made = await addInterest(store, member, { name }, now);
  if ('refused' in made) throw new Error(made.refused);
  return made.id;
}

const seed = (paperId: number): NewExample => ({ verdict: 'more', origin: 'seed', paperId });
const reason: PlaceReason = {
  kind: 'interest',
  name: 'Graphs',
  byFloor: false,
  total: 1,
  parts: { meaning: 1, words: 0, average: 0, votes: 0, recency: 0, code: 0, repetition: 0 },
  words: [],
  examples: [],
};

describe('interests', () => {
  it('are begun, renamed, weighed and deleted, each by its own reader alone', async () => {
    const graphs = await begin('  Graph \n networks ');
    expect(await listInterests(store, 'ada')).toMatchObject([
      { id: graphs, name: 'Graph networks', weight: 50, more: 0, less: 0 },
    ]);
    expect(await addInterest(store, 'ada', { name: 'graph NETWORKS' }, now)).toEqual({
      refused: 'You have an interest called “graph NETWORKS” already.',
    });
    expect(await addInterest(store, 'ada', { name: ' ' }, now)).toHaveProperty('refused');
    expect(await begin('Graph networks', 'bob')).toBeGreaterThan(graphs);
    const cells = await begin('Cells');
    expect(await changeInterest(store, 'ada', cells, { name: 'Graph networks' }, now)).toHaveProperty(
      'refused',
    );
    expect(await changeInterest(store, 'ada', cells, { name: 'CELLS', weight: 400 }, now)).toEqual({
      id: cells,
    });
    expect(await getInterest(store, 'ada', cells)).toMatchObject({ name: 'CELLS', weight: 100 });
    expect(await changeInterest(store, 'bob', cells, { weight: 1 }, now)).toBeNull();
    expect(await getInterest(store, 'bob', cells)).toBeNull();
    expect(await deleteInterest(store, 'bob', cells)).toBe(false);
    expect(await deleteInterest(store, 'ada', cells)).toBe(true);
    expect(await listInterests(store, 'ada')).toHaveLength(1);
  });

  it('are twenty at most', async () => {
    const wishes = Array.from({ length: mostInterests + 3 }, (_, n) =>
      addInterest(store, 'ada', { name: `Interest ${n}` }, now),
    );
    const made = await Promise.all(wishes);
    expect(made.filter((one) => 'refused' in one)).toHaveLength(3);
    expect(await listInterests(store, 'ada')).toHaveLength(mostInterests);
  });

  it('take papers, authors and texts, none twice, and what was said last counts', async () => {
    const graphs = await begin('Graphs');
    const given: NewExample[] = [
      seed(id(0)),
      { verdict: 'more', origin: 'seed', authorKey: 'ada-lovelace', name: 'Ada Lovelace' },
      { verdict: 'more', origin: 'seed', title: '', abstract: 'Messages\0 between nodes' },
      seed(999_999_999),
    ];
    expect(await addExamples(store, 'ada', graphs, given, now)).toEqual({ added: 3, changed: 0, full: 0 });
    expect(
      await addExamples(store, 'ada', graphs, [{ ...seed(id(0)), verdict: 'less', origin: 'feedback' }, ...given.slice(1, 3)], now), // prettier-ignore
    ).toEqual({ added: 0, changed: 3, full: 0 });
    const examples = await listExamples(store, 'ada', graphs);
    expect(examples.map(({ title, verdict }) => [title, verdict])).toEqual([
      ['', 'more'],
      ['Ada Lovelace', 'more'],
      ['Graphs', 'less'],
    ]);
    expect(await getInterest(store, 'ada', graphs)).toMatchObject({ more: 2, less: 1 });
    expect(await addExamples(store, 'bob', graphs, given, now)).toBeNull();
    const [text] = examples;
    expect(await removeExample(store, 'bob', text?.id ?? 0)).toBe(false);
    expect(await removeExample(store, 'ada', text?.id ?? 0)).toBe(true);
  });

  it('have 200 examples at most', async () => {
    const graphs = await begin('Graphs');
    const texts = Array.from({ length: mostExamples + 5 }, (_, n): NewExample => ({
      verdict: 'more',
      origin: 'seed',
      title: '',
      abstract: `Text ${n}`,
    }));
    expect(await addExamples(store, 'ada', graphs, texts, now)).toEqual({
      added: mostExamples,
      changed: 0,
      full: 5,
    });
  });

  it('follow papers that become part of another, in the feed too', async () => {
    const graphs = await begin('Graphs');
    const cells = await begin('Cells');
    const pair = await take(
      ['Twins', 'Twins again'].map((title) => ({ ...record(title, title), identities: [] })),
    );
    const [into = 0, from = 0] = pair.sort((a, b) => a - b);
    await addExamples(store, 'ada', graphs, [seed(from), { ...seed(into), verdict: 'less' }], now);
    await addExamples(store, 'ada', cells, [seed(from)], now);
    await keepPlaces(store, 'ada', '2026-03-09', [{ paperId: from, interestId: graphs, reason }]);
    await mergeDuplicate(store, into, from, now);
    expect(await listExamples(store, 'ada', graphs)).toMatchObject([{ paperId: into, verdict: 'less' }]);
    expect(await listExamples(store, 'ada', cells)).toMatchObject([{ paperId: into, verdict: 'more' }]);
    expect(await placeOf(store, 'ada', into)).toMatchObject({ day: '2026-03-09', position: 1 });
  });
});

describe('a feed', () => {
  it('is made once for a day, shows no paper twice, and remembers what was said', async () => {
    const graphs = await begin('Graphs');
    const places = [id(0), id(1)].map((paperId) => ({ paperId, interestId: graphs, reason }));
    const first = await keepPlaces(store, 'ada', '2026-03-09', places);
    expect(first.map(({ paperId, position }) => [paperId, position])).toEqual([
      [id(0), 1],
      [id(1), 2],
    ]);
    // Who makes it at the same time gets what is there.
    expect(
      await keepPlaces(store, 'ada', '2026-03-09', [{ paperId: id(2), interestId: null, reason }]),
    ).toEqual(first);
    await keepPlaces(store, 'ada', '2026-03-10', [
      ...places,
      { paperId: id(2), interestId: null, reason: { ...reason, kind: 'explore', name: 'cs.LG' } },
      { paperId: id(3), interestId: 999_999, reason },
    ]);
    expect((await placesOfDay(store, 'ada', '2026-03-10')).map(({ paperId }) => paperId)).toEqual([
      id(2),
      id(3),
    ]);
    expect(await feedDays(store, 'ada')).toEqual([
      { day: '2026-03-10', papers: 2 },
      { day: '2026-03-09', papers: 2 },
    ]);
    expect(await answerFeed(store, 'ada', id(2), 'less', now)).toMatchObject({ answer: 'less' });
    expect(await answerFeed(store, 'bob', id(2), 'more', now)).toBeNull();
    expect(await exploredFields(store, 'ada')).toEqual(new Map([['cs.LG', { more: 0, less: 1 }]]));
    await answerFeed(store, 'ada', id(1), 'more', now);
    await answerFeed(store, 'ada', id(1), null, now);
    await answerFeed(store, 'ada', id(0), 'more', now);
    expect(await listExamples(store, 'ada', graphs)).toMatchObject([
      { paperId: id(0), verdict: 'more', origin: 'feedback' },
    ]);
    const anew = await keepPlaces(store, 'ada', '2026-03-09', [], { anew: true });
    expect(anew.map(({ paperId }) => paperId)).toEqual([id(0)]);
    await deleteInterest(store, 'ada', graphs);
    expect(await placeOf(store, 'ada', id(0))).toMatchObject({ interestId: null, answer: 'more' });
  });

  it('is mixed as usual until the reader says otherwise', async () => {
    expect(await readFeedSettings(store, 'ada')).toEqual(usualFeedSettings);
    await writeFeedSettings(store, 'ada', { ...usualFeedSettings, votes: 0 });
    expect(await readFeedSettings(store, 'ada')).toEqual({ ...usualFeedSettings, votes: 0 });
    await store.query(`update feed_settings set settings = '{"votes":"many"}'::jsonb`);
    expect(await readFeedSettings(store, 'ada')).toEqual(usualFeedSettings);
  });
});

describe('a profile', () => {
  it('goes out whole and comes in again, here and where its papers are unknown', async () => {
    const graphs = await begin('Graphs');
    await changeInterest(store, 'ada', graphs, { weight: 70 }, now);
    await addExamples(
      store,
      'ada',
      graphs,
      [
        seed(id(0)),
        { verdict: 'less', origin: 'feedback', paperId: id(1) },
        { verdict: 'more', origin: 'seed', authorKey: 'ada-lovelace', name: 'Ada Lovelace' },
        { verdict: 'more', origin: 'seed', title: '', abstract: 'Messages between nodes' },
      ],
      now,
    );
    await writeFeedSettings(store, 'ada', { ...usualFeedSettings, explore: 25 });
    const profile = await exportInterests(store, 'ada');
    const text = JSON.stringify(profile);
    expect(text).not.toContain('ada@example.org');
    expect(await importInterests(store, 'bob', text, now)).toEqual({
      interests: 1,
      examples: 4,
      absent: 0,
      unread: [],
    });
    expect(await exportInterests(store, 'bob')).toEqual(profile);
    // The same file once more adds nothing.
    expect(await importInterests(store, 'bob', text, now)).toMatchObject({ interests: 0, examples: 0 });

    await store.query('update identities set confirmed = false');
    await resetInterests(store, 'bob', 'everything');
    expect(await importInterests(store, 'bob', text, now)).toMatchObject({ examples: 4, absent: 2 });
    await store.query('update identities set confirmed = true');
    expect((await listExamples(store, 'bob')).map(({ title, paperId }) => [title, paperId])).toContainEqual([
      'Graphs',
      null,
    ]);
  });

  it('of a bad file leaves out what is bad and says where', async () => {
    await expect(importInterests(store, 'ada', '{', now)).rejects.toThrow('no JSON');
    await expect(importInterests(store, 'ada', '{"rules":[]}', now)).rejects.toThrow('no list of interests');
    const report = await importInterests(
      store,
      'ada',
      {
        settings: { votes: 1000 },
        interests: [
          { name: '' },
          {
            name: 'Good',
            examples: [{ text: 'Waves' }, { verdict: 'more' }, { author: 'X', verdict: 'maybe' }, 7],
          },
        ],
      },
      now,
    );
    expect(report).toMatchObject({ interests: 1, examples: 1 });
    expect(report.unread.map(({ position }) => position)).toEqual([
      'settings',
      'interest 1',
      'interest 2, example 2',
      'interest 2, example 3',
      'interest 2, example 4',
    ]);
  });

  it('is reset in part or as a whole', async () => {
    const graphs = await begin('Graphs');
    await addExamples(store, 'ada', graphs, [seed(id(0)), { verdict: 'less', origin: 'feedback', paperId: id(1) }], now); // prettier-ignore
    await keepPlaces(store, 'ada', '2026-03-09', [{ paperId: id(2), interestId: graphs, reason }]);
    await answerFeed(store, 'ada', id(2), 'more', now);
    await resetInterests(store, 'ada', 'feedback');
    expect(await listExamples(store, 'ada')).toMatchObject([{ origin: 'seed' }]);
    expect(await placeOf(store, 'ada', id(2))).toMatchObject({ answer: null });
    await resetInterests(store, 'ada', 'shown');
    expect(await feedDays(store, 'ada')).toEqual([]);
    expect(await listInterests(store, 'ada')).toHaveLength(1);
    await resetInterests(store, 'ada', 'everything');
    expect(await listInterests(store, 'ada')).toEqual([]);
  });
});
