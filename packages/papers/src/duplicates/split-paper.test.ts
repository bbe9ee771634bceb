import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../ingest/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';
import { openTestStore } from '../store/testing.ts';
import { findPaper, getPaper } from '../views/index.ts';
import { listSuggestions, mergeDuplicate, splitPaper } from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => store.query('truncate papers, records, batches, identities cascade'));
afterAll(() => store.close());

const now = new Date('2026-03-13T12:00:00Z');
const authors = [{ name: 'Ada Lovelace' }];
/** A preprint, and the print of another paper that an aggregator gave the same title and the same address. */
const preprint = (version = 1): SourceRecordInput => ({
  source: 'arxiv',
  key: '2603.00001',
  version,
  identities: [{ scheme: 'arxiv', value: '2603.00001', confirmed: true }],
  title: 'On analytical engines',
  abstract: `The preprint, version ${version}.`,
  authors,
  published: { value: '2026-03-01', precision: 'day' },
  announcedOn: '2026-03-02',
});
const print = (abstract = 'The print.'): SourceRecordInput => ({
  source: 'crossref',
  key: '10.1000/engines',
  identities: [{ scheme: 'doi', value: '10.1000/engines', confirmed: true }],
  title: 'On analytical engines',
  abstract,
  authors,
  venue: 'Journal of Engines',
  published: { value: '2026', precision: 'year' },
  popularity: [{ service: 'elsewhere', day: '2026-03-05', upvotes: 9, comments: 0 }],
});
const take = (...records: SourceRecordInput[]) =>
  ingest(
    store,
    records.map((record, n) => ({ ok: true as const, position: `item ${n}`, record })),
    { kind: 'import', origin: 'test', now },
  );
const idOf = async (name: string) => (await findPaper(store, name))?.id ?? 0;

describe('splitPaper', () => {
  it('gives records, their names and counts to a new paper, and leaves the rest', async () => {
    await take(preprint(), print());
    const before = await idOf('2603.00001');
    expect(await idOf('10.1000/engines')).toBe(before);
    const made = await splitPaper(store, before, [{ source: 'crossref', key: '10.1000/engines' }], now);
    expect(await idOf('10.1000/engines')).toBe(made);
    expect(await idOf('2603.00001')).toBe(before);
    expect(await getPaper(store, before)).toMatchObject({ votes: 0, venue: null, doi: null });
    expect(await getPaper(store, made)).toMatchObject({
      votes: 9,
      venue: 'Journal of Engines',
      key: `p${made}`,
      abstract: 'The print.',
    });
    expect((await getPaper(store, made))?.trendingTerms?.votes).toBe(9);
  });

  it('outlives ingest: what comes later goes where its record went, and the two are not joined', async () => {
    await take(preprint(), print());
    const before = await idOf('2603.00001');
    const made = await splitPaper(store, before, [{ source: 'crossref', key: '10.1000/engines' }], now);
    // All at once and one by one, changed, and a new version; each shares title, author and year with the other.
    await take(print('The print, mended.'), preprint(2));
    await take(preprint(3));
    await take(print('The print, mended again.'));
    const papers = await store.query<{ id: number; abstract: string }>(
      'select id, abstract from papers order by id',
    );
    expect(papers).toEqual([
      { id: before, abstract: 'The preprint, version 3.' },
      { id: made, abstract: 'The print, mended again.' },
    ]);
    // A third source that fits both joins one of them, and does not join them.
    await take({ ...print(), source: 'openalex', key: 'W1', identities: [], popularity: [] });
    expect(await store.query('select from papers')).toHaveLength(2);
    expect(await listSuggestions(store, 10)).toEqual([]);
  });

  it('is put back by a merge, after which ingest joins again', async () => {
    await take(preprint(), print());
    const before = await idOf('2603.00001');
    await splitPaper(store, before, [{ source: 'crossref', key: '10.1000/engines' }], now);
    await mergeDuplicate(store, before, await idOf('10.1000/engines'), now);
    await take(print('The print, mended.'), preprint(2));
    expect(await store.query('select from papers')).toHaveLength(1);
    expect(await store.query('select from papers_apart')).toHaveLength(0);
    expect(await idOf('10.1000/engines')).toBe(before);
  });

  it('refuses to move nothing, or everything', async () => {
    await take(preprint());
    const id = await idOf('2603.00001');
    await expect(splitPaper(store, id, [], now)).rejects.toThrow('at least one record');
    await expect(splitPaper(store, id, [{ source: 'arxiv', key: '2603.00001' }], now)).rejects.toThrow(
      'Leave',
    );
    await expect(splitPaper(store, id + 1, [], now)).rejects.toThrow('no paper');
  });
});
