import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest, type IngestOptions } from '../ingest/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { openTestStore } from '../store/testing.ts';
import type { Store } from '../store/store.ts';
import {
  countByDay,
  describeDay,
  markComplete,
  describeLibrary,
  getAuthor,
  listCategories,
  listDays,
  listPapers,
  listVenues,
} from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() =>
  store.query('truncate complete_days, papers, records, batches, identities, lists, merged_papers cascade'),
);
afterAll(() => store.close());

let made = 0;
const paper = (fields: Partial<SourceRecordInput>): SourceRecordInput => ({
  source: 'test',
  key: `k${++made}`,
  identities: [],
  title: `Paper number ${made} of this test`,
  ...fields,
});
const take = (records: SourceRecordInput[], kind: IngestOptions['kind'] = 'import') =>
  ingest(
    store,
    records.map((record, index) => ({ ok: true, position: `item ${index + 1}`, record })),
    { kind, origin: 'test' },
  );
const takeDays = (...days: string[]) => take(days.map((announcedOn) => paper({ announcedOn })));
const at = (instant: string) => new Date(instant);

describe('describeDay', () => {
  // 2026-03-10 is a Tuesday; New York is 4 hours behind from 2026-03-08 to 2026-11-01, and else 5.
  it('grows from upcoming over partial to complete', async () => {
    const day = '2026-03-10';
    const state = async (now: string) => (await describeDay(store, day, at(now))).state;
    expect(await state('2026-03-10T12:00:00Z')).toBe('upcoming');
    expect(await state('2026-03-11T00:00:00Z')).toBe('partial'); // 20:00: being announced, nothing is here yet
    expect(await state('2026-03-11T00:39:59Z')).toBe('partial');
    expect(await state('2026-03-11T00:40:00Z')).toBe('complete');
    await takeDays('2026-03-09', day, day, '2026-03-12');
    expect(await state('2026-03-10T12:00:00Z')).toBe('partial'); // came before their announcement
    expect(await describeDay(store, day, at('2026-03-10T12:00:00Z'))).toEqual({
      day,
      count: 2,
      state: 'partial',
      finalAt: at('2026-03-11T00:40:00Z'),
      why: null,
      previous: '2026-03-09',
      next: '2026-03-12',
      nextAnnouncement: day,
      lastFull: '2026-03-09',
      usual: null,
    });
    expect(await describeDay(store, day, at('2026-03-11T00:40:00Z'))).toMatchObject({
      state: 'complete',
      nextAnnouncement: '2026-03-11',
      lastFull: day,
    });
  });

  it('takes a source’s word for what is complete, once there is one', async () => {
    await takeDays('2026-03-09', '2026-03-10', '2026-03-10', '2026-03-11');
    await markComplete(store, 'arxiv-feed', ['2026-03-10']);
    await markComplete(store, 'arxiv-oai', ['2026-03-10']);
    const later = at('2026-03-13T12:00:00Z');
    const told = async (day: string) => (await describeDay(store, day, later)).state;
    expect(await told('2026-03-09')).toBe('complete'); // nobody watched yet
    expect(await told('2026-03-10')).toBe('complete');
    expect(await told('2026-03-11')).toBe('late');
    expect(await describeDay(store, '2026-03-12', later)).toMatchObject({
      state: 'late',
      lastFull: '2026-03-10',
      usual: 2,
    });
    const listed = await listDays(store, { from: '2026-03-08', to: '2026-03-12' }, later);
    for (const { day, count, state } of listed)
      expect(await describeDay(store, day, later)).toMatchObject({ count, state });
    // Before its sources have had their chance, a day is not late.
    const evening = at('2026-03-13T01:00:00Z');
    expect((await listDays(store, { from: '2026-03-12', to: '2026-03-12' }, evening))[0]?.state).toBe(
      'partial',
    );
    await markComplete(store, 'arxiv-oai', ['2026-03-11', '2026-03-12']);
    expect(await told('2026-03-12')).toBe('complete');
  });

  it('turns the day at midnight in New York, summer and winter, and on the days that change the clock', async () => {
    await takeDays('2026-01-13', '2026-01-14', '2026-03-08', '2026-03-09', '2026-11-01');
    const seen = async (day: string, now: string) => {
      const { state, lastFull, nextAnnouncement } = await describeDay(store, day, at(now));
      return [state, lastFull, nextAnnouncement];
    };
    // Winter: 20:40 is 01:40 UTC, midnight is 05:00 UTC.
    expect(await seen('2026-01-14', '2026-01-15T00:40:00Z')).toEqual(['partial', '2026-01-13', '2026-01-14']);
    expect(await seen('2026-01-14', '2026-01-15T01:40:00Z')).toEqual([
      'complete',
      '2026-01-14',
      '2026-01-15',
    ]);
    expect(await seen('2026-01-15', '2026-01-15T04:59:00Z')).toEqual([
      'upcoming',
      '2026-01-14',
      '2026-01-15',
    ]);
    // The clock goes forward on Sunday, 2026-03-08: the evening is already on summer time.
    expect((await describeDay(store, '2026-03-08', at('2026-03-08T12:00:00Z'))).finalAt).toEqual(
      at('2026-03-09T00:40:00Z'),
    );
    expect(await seen('2026-03-08', '2026-03-09T00:39:00Z')).toEqual(['partial', '2026-01-14', '2026-03-09']);
    expect(await seen('2026-03-08', '2026-03-09T00:40:00Z')).toEqual([
      'complete',
      '2026-03-08',
      '2026-03-09',
    ]);
    // And back on Sunday, 2026-11-01.
    expect(await seen('2026-11-01', '2026-11-02T00:40:00Z')).toEqual(['partial', '2026-03-09', '2026-11-01']);
    expect(await seen('2026-11-01', '2026-11-02T01:40:00Z')).toEqual([
      'complete',
      '2026-11-01',
      '2026-11-02',
    ]);
  });

  it('says why a day has no announcement, and what comes next', async () => {
    await takeDays('2026-03-12');
    const saturday = await describeDay(store, '2026-03-14', at('2026-03-14T15:00:00Z'));
    expect(saturday).toMatchObject({
      count: 0,
      state: 'no-announcement',
      finalAt: null,
      why: 'arXiv announces papers from Sunday to Thursday',
      previous: '2026-03-12',
      next: null,
      nextAnnouncement: '2026-03-15',
      lastFull: '2026-03-12',
    });
    expect(await describeDay(store, '2026-11-26', at('2026-11-24T15:00:00Z'))).toMatchObject({
      state: 'no-announcement',
      why: 'arXiv announces nothing on Thanksgiving',
      nextAnnouncement: '2026-11-24',
    });
    expect((await describeDay(store, '2026-11-26', at('2026-11-26T15:00:00Z'))).nextAnnouncement).toBe(
      '2026-11-29',
    );
  });

  it('calls papers of a day without announcement complete only once the day has come', async () => {
    await takeDays('2026-03-14');
    const state = async (now: string) => (await describeDay(store, '2026-03-14', at(now))).state;
    expect(await state('2026-03-11T12:00:00Z')).toBe('partial');
    expect(await state('2026-03-14T12:00:00Z')).toBe('complete');
  });

  it('describes an empty store', async () => {
    expect(await describeDay(store, '2026-03-10', at('2026-03-12T12:00:00Z'))).toMatchObject({
      count: 0,
      state: 'complete',
      previous: null,
      next: null,
      nextAnnouncement: '2026-03-12',
      lastFull: null,
    });
  });
});

it('counts by day, and leaves out days without papers', async () => {
  await takeDays('2026-03-09', '2026-03-09', '2026-03-11', '2026-03-12');
  await take([paper({ published: { value: '2026-03', precision: 'month' } })]);
  expect([...(await countByDay(store, '2026-03-09', '2026-03-11'))]).toEqual([
    ['2026-03-09', 2],
    ['2026-03-11', 1],
  ]);
  expect((await countByDay(store, '2026-03-11', '2026-03-09')).size).toBe(0);
});

describe('the directory', () => {
  it('lists categories and venues with counts that their pages agree with', async () => {
    await take([
      paper({ categories: ['cs.LG', 'cs.LG', 'stat.ML'], venue: 'ICLR' }),
      paper({ categories: ['cs.LG'], venue: 'ICLR' }),
      paper({ categories: ['homemade'], venue: 'ACL' }),
      paper({ venue: 'EMNLP' }),
    ]);
    const categories = await listCategories(store);
    expect(categories).toEqual([
      { category: 'cs.LG', name: 'Machine Learning', papers: 2 },
      { category: 'homemade', name: 'homemade', papers: 1 },
      { category: 'stat.ML', name: 'Machine Learning', papers: 1 },
    ]);
    const venues = await listVenues(store);
    expect(venues).toEqual([
      { venue: 'ICLR', papers: 2 },
      { venue: 'ACL', papers: 1 },
      { venue: 'EMNLP', papers: 1 },
    ]);
    for (const { category, papers } of categories) expect(await total({ category })).toBe(papers);
    for (const { venue, papers } of venues) expect(await total({ venue })).toBe(papers);
  });

  it('gathers an author’s spellings, papers and coauthors', async () => {
    const orcid = '0000-0002-1825-0097';
    await take([
      paper({ authors: [{ name: 'José García' }, { name: 'Ada Lovelace' }] }),
      paper({ authors: [{ name: 'José García', orcid }, { name: 'Ada Lovelace' }, { name: 'Alan Turing' }] }),
      paper({ authors: [{ name: 'Alan Turing' }, { name: 'Garcia, Jose' }] }),
      paper({ authors: [{ name: 'Ada Lovelace' }] }),
    ]);
    expect(await getAuthor(store, 'jose-garcia')).toEqual({
      nameKey: 'jose-garcia',
      name: 'José García',
      otherSpellings: ['Jose Garcia'],
      orcid,
      papers: 3,
      coauthors: [
        { nameKey: 'ada-lovelace', name: 'Ada Lovelace', papers: 2 },
        { nameKey: 'alan-turing', name: 'Alan Turing', papers: 2 },
      ],
    });
    expect(await total({ author: 'jose-garcia' })).toBe(3);
  });

  it('counts a paper once for an author whose name stands on it twice', async () => {
    await take([
      paper({
        authors: [{ name: 'Wei Wang' }, { name: 'Wèi Wang' }, { name: 'Li Jing' }, { name: 'Li Jing' }],
      }),
    ]);
    const author = await getAuthor(store, 'wei-wang');
    expect(author?.papers).toBe(1);
    expect(author?.coauthors).toEqual([{ nameKey: 'li-jing', name: 'Li Jing', papers: 1 }]);
    expect([author?.name, ...(author?.otherSpellings ?? [])].sort()).toEqual(['Wei Wang', 'Wèi Wang']);
  });

  it('knows nobody by a name that no paper bears', async () => {
    for (const key of ['nobody', '', '\0', '\ud800', '%']) expect(await getAuthor(store, key)).toBeNull();
  });

  it('describes the library, empty, with a sample, and with lists', async () => {
    expect(await describeLibrary(store)).toEqual({
      papers: 0,
      latestDay: null,
      sampleLoaded: false,
      lists: [],
    });
    await takeDays('2026-03-09', '2026-03-10');
    expect(await describeLibrary(store)).toMatchObject({
      papers: 2,
      latestDay: '2026-03-10',
      sampleLoaded: false,
    });
    await take([paper({ published: { value: '2026-04', precision: 'month' } })], 'sample');
    await store.query(
      `insert into lists (slug, title, about) values ('z', 'A list', 'About it'), ('a', 'Z list', '')`,
    );
    await store.query(`insert into list_items (list, position, paper_id) select 'z', id, id from papers`);
    expect(await describeLibrary(store)).toEqual({
      papers: 3,
      latestDay: '2026-03-10',
      sampleLoaded: true,
      lists: [
        { slug: 'z', title: 'A list', about: 'About it', papers: 3 },
        { slug: 'a', title: 'Z list', about: '', papers: 0 },
      ],
    });
  });
});

async function total(selection: { category?: string; venue?: string; author?: string }): Promise<number> {
  return (await listPapers(store, { ...selection, order: 'newest' }, { limit: 1, offset: 0 })).total;
}
