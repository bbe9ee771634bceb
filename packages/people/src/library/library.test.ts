import { ingest, mergeDuplicate, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  changeEntries,
  countLibrary,
  countSavedByMail,
  entriesOf,
  keepPapers,
  libraryIds,
  listLibrary,
  rankNotes,
  removeFromLibrary,
  renameTag,
  savedAmong,
  takeOverSaved,
} from './index.ts';

let store: Store;
let ids: number[] = [];
beforeAll(async () => {
  store = await openTestStore();
  await ingest(
    store,
    records.map((record, n) => ({ ok: true as const, position: `item ${n}`, record })),
    {
      kind: 'import',
      origin: 'test',
    },
  );
  const rows = await store.query<{ id: number }>('select paper_id as id from records order by key');
  ids = rows.map(({ id }) => id);
  await store.query(
    `insert into members (id, handle, name, email, email_verified) values ('ada', 'ada', 'Ada', 'Ada@example.org', true),
       ('bob', 'bob', 'Bob', 'bob@example.org', false)`,
  );
});
beforeEach(() =>
  store.query('truncate library_entries, library_connections, library_items, subscribers cascade'),
);
afterAll(() => store.close());

const record = (key: string, title: string): SourceRecordInput => ({
  source: 'test',
  key,
  identities: [],
  title,
  published: { value: '2024', precision: 'year' },
  authors: [{ name: `Author ${key}` }],
});
const records = [
  record('a', 'Barlow Twins reduce redundancy'),
  record('b', 'Contrastive learning of views'),
  record('c', 'Masked autoencoders see little'),
  record('d', 'Masked autoencoders see even less'),
  record('e', 'Masked autoencoders see nothing at all'),
];
const now = new Date('2026-11-20T12:00:00Z');
const later = new Date('2026-11-21T12:00:00Z');
const id = (n: number) => ids[n] ?? 0;

describe('a library', () => {
  it('keeps papers once, changes what is named, and remembers when', async () => {
    expect(await keepPapers(store, 'ada', [id(0), id(1), 999_999], {}, now)).toEqual({
      saved: 2,
      changed: 0,
      full: 0,
    });
    expect(await keepPapers(store, 'ada', [id(0), id(1)], {}, later)).toEqual({
      saved: 0,
      changed: 0,
      full: 0,
    });
    await changeEntries(
      store,
      'ada',
      [id(0), id(2)],
      { state: 'read', addTags: ['SSL', 'ssl', 'b'], note: 'x' },
      later,
    );
    expect(await entriesOf(store, 'ada', ids)).toEqual(
      new Map([
        [
          id(0),
          {
            paperId: id(0),
            state: 'read',
            tags: ['b', 'SSL'],
            note: 'x',
            savedAt: now,
            changedAt: later,
            readAt: later,
          },
        ],
        [
          id(1),
          {
            paperId: id(1),
            state: 'to-read',
            tags: [],
            note: '',
            savedAt: now,
            changedAt: now,
            readAt: null,
          },
        ],
      ]),
    );
    expect(await savedAmong(store, 'ada', ids)).toEqual(
      new Map([
        [id(0), 'read'],
        [id(1), 'to-read'],
      ]),
    );
    expect(await savedAmong(store, 'bob', ids)).toEqual(new Map());
  });

  it('is listed by state, tags and order, and counted', async () => {
    await keepPapers(store, 'ada', [id(0)], { addTags: ['Vision', 'methods'] }, now);
    await keepPapers(store, 'ada', [id(1)], { addTags: ['vision'], state: 'reading', note: 'n' }, later);
    await keepPapers(store, 'ada', [id(2)], {}, new Date(later.getTime() + 1000));
    const titles = async (
      ...[filter, sort]: [Parameters<typeof listLibrary>[2], Parameters<typeof listLibrary>[3]]
    ) =>
      (await listLibrary(store, 'ada', filter, sort, { limit: 10, offset: 0 })).items.map(({ entry }) =>
        ids.indexOf(entry.paperId),
      );
    expect(await titles({}, 'title')).toEqual([0, 1, 2]);
    expect(await titles({}, 'saved')).toEqual([2, 1, 0]);
    expect(await titles({ tags: ['VISION'] }, 'title')).toEqual([0, 1]);
    expect(await titles({ tags: ['vision', 'methods'] }, 'title')).toEqual([0]);
    expect(await titles({ state: 'reading' }, 'title')).toEqual([1]);
    expect(await titles({ untagged: true }, 'title')).toEqual([2]);
    expect(await libraryIds(store, 'ada', { noted: true })).toEqual([id(1)]);
    expect(await countLibrary(store, 'ada')).toMatchObject({
      total: 3,
      states: { 'to-read': 2, reading: 1, later: 0, read: 0 },
      tags: [{ tag: 'methods', count: 1 }, { count: 2 }],
      untagged: 1,
      noted: 1,
    });
    await expect(listLibrary(store, 'ada', {}, 'saved', { limit: 0, offset: 0 })).rejects.toThrow(RangeError);
  });

  it('renames a tag everywhere, joins it with another, and takes it off', async () => {
    await keepPapers(store, 'ada', [id(0)], { addTags: ['a', 'b'] }, now);
    await keepPapers(store, 'ada', [id(1)], { addTags: ['A'] }, now);
    expect(await renameTag(store, 'ada', 'a', 'B', now)).toBe(2);
    const tags = async () => {
      const entries = await entriesOf(store, 'ada', ids);
      return [id(0), id(1)].map((one) => entries.get(one)?.tags);
    };
    expect(await tags()).toEqual([['b'], ['B']]);
    await renameTag(store, 'ada', 'b', '', now);
    expect(await tags()).toEqual([[], []]);
  });

  it('lets papers go, of nobody else', async () => {
    await keepPapers(store, 'ada', [id(0), id(1)], {}, now);
    await keepPapers(store, 'bob', [id(0)], {}, now);
    expect(await removeFromLibrary(store, 'ada', [id(0), id(4)])).toBe(1);
    expect(await libraryIds(store, 'ada')).toEqual([id(1)]);
    expect(await libraryIds(store, 'bob')).toEqual([id(0)]);
  });

  it('finds words of notes and tags in any inflection, the most telling first', async () => {
    await keepPapers(store, 'ada', [id(0)], { note: 'The loss is simple. Compare with whitening.' }, now);
    await keepPapers(store, 'ada', [id(1)], { note: 'A simple idea', addTags: ['whitened'] }, now);
    await keepPapers(store, 'ada', [id(2)], { note: 'Another simple one' }, now);
    await keepPapers(store, 'bob', [id(3)], { note: 'whitening' }, now);
    const found = async (words: string) => (await rankNotes(store, 'ada', words)).map((row) => row.id);
    expect(new Set(await found('whitening'))).toEqual(new Set([id(0), id(1)]));
    expect((await found('simple whitening')).at(-1)).toBe(id(2));
    expect(await found('the of')).toEqual([]);
    expect(await found('absent')).toEqual([]);
  });

  it('takes over what was saved from mails, by a confirmed address alone', async () => {
    for (const [address, paper] of [
      ['ada@example.org', id(0)],
      ['bob@example.org', id(1)],
    ] as const)
      await store.query(
        `with s as (insert into subscribers (address, address_key) values ($1, $1) returning id)
         insert into saved_papers (subscriber_id, paper_id, saved_at) select id, $2::bigint, '2026-01-02T00:00:00Z' from s`,
        [address, paper],
      );
    expect(await countSavedByMail(store, 'ada')).toBe(1);
    expect(await countSavedByMail(store, 'bob')).toBe(0);
    expect(await takeOverSaved(store, 'ada', now)).toEqual({ saved: 1, changed: 0, full: 0 });
    expect((await entriesOf(store, 'ada', ids)).get(id(0))?.savedAt.toISOString()).toBe(
      '2026-01-02T00:00:00.000Z',
    );
    expect(await countSavedByMail(store, 'ada')).toBe(0);
  });

  it('keeps everything that was said where papers turn out to be one', async () => {
    await keepPapers(store, 'ada', [id(2)], { addTags: ['x'], note: 'first' }, now);
    await keepPapers(store, 'ada', [id(3)], { addTags: ['X', 'y'], note: 'second', state: 'read' }, later);
    await keepPapers(store, 'bob', [id(3)], { note: 'his' }, later);
    const into = await mergeDuplicate(store, id(2), id(3), later);
    expect((await entriesOf(store, 'ada', [into])).get(into)).toMatchObject({
      state: 'read',
      tags: ['X', 'y'],
      note: 'first\n\nsecond',
      savedAt: now,
      readAt: later,
    });
    expect((await entriesOf(store, 'bob', [into])).get(into)).toMatchObject({ note: 'his' });
    expect((await rankNotes(store, 'ada', 'second')).map((row) => row.id)).toEqual([into]);
  });
});
