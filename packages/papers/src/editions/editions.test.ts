import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../ingest/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { openTestStore } from '../store/testing.ts';
import type { Store } from '../store/store.ts';
import { describeLibrary, findPaper, getPaper, listPapers } from '../views/index.ts';
import { firstEditionList, loadEditions, removeSample } from './index.ts';

const page = `new

Get trending papers in your email inbox!

Subscribe

Daily Papers

by AK and the research community

Barlow Twins: Self-Supervised Learning via Redundancy Reduction

We avoid collapse by measuring a matrix, as a paper of the first edition says in its abstract.

A Second Paper of the First Edition

Its abstract is longer than its title, so that the page can be read as title and abstract in turn.

Barlow Twins: Self-Supervised Learning via Redundancy Reduction

The same paper once more, as pages that people put together by hand sometimes have it, twice.
`;
const ids = `arxiv_id\ttitle\tstatus
2103.03230\tBarlow Twins: Self-Supervised Learning via Redundancy Reduction\tverified
2104.00001\tA Second Paper of the First Edition\trecalled
`;
/** A row of the sample, as data/sample.jsonl.gz has them. */
const row = (arxivId: string, title: string, more: Record<string, unknown> = {}) => ({
  id: `arxiv:${arxivId}`,
  source: 'arxiv',
  arxivId,
  title,
  abstract: `The sample tells of ${title}.`,
  authors: ['Jure Zbontar'],
  categories: ['cs.LG'],
  published: '2026-03-10',
  publishedPrecision: 'day',
  url: `https://arxiv.org/abs/${arxivId}`,
  ...more,
});
const votes = (arxivId: string, title: string, upvotes: number) => ({
  day: '2026-03-11',
  arxivId,
  upvotes,
  numComments: 1,
  title,
});
/** More than one batch of ingest, so that it can be stopped in the middle. */
const many = Array.from({ length: 1020 }, (_, index) =>
  row(`2603.${String(10_000 + index)}`, `Paper number ${index} of a long sample`),
);
const few = [
  row('2103.03230', 'Barlow Twins: Self-Supervised Learning via Redundancy Reduction'),
  ...many.slice(0, 5),
];

let store: Store;
let root: string;
let short: string;
let long: string;
beforeAll(async () => {
  store = await openTestStore();
  root = await mkdtemp(join(tmpdir(), 'broadsheet-editions-'));
  short = await dataDir(few);
  long = await dataDir(many);
});
beforeEach(() =>
  store.query(
    'truncate papers, records, batches, identities, lists, merged_papers, facts, field_activity cascade',
  ),
);
afterAll(async () => {
  await store.close();
  await rm(root, { recursive: true });
});

async function dataDir(sample: readonly object[]): Promise<string> {
  const dir = await mkdtemp(join(root, 'data-'));
  const lines = (rows: readonly object[]) =>
    gzipSync(rows.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const popularity = sample
    .slice(0, 4)
    .map((_, index) => votes(`2603.${10_000 + index}`, `Paper number ${index} of a long sample`, 5 + index));
  await writeFile(join(dir, 'first-edition.tsv'), ids);
  await writeFile(join(dir, 'first-edition.txt'), page);
  await writeFile(join(dir, 'sample.jsonl.gz'), lines(sample));
  await writeFile(join(dir, 'popularity.jsonl.gz'), lines(popularity));
  return dir;
}

const take = (...records: SourceRecordInput[]) =>
  ingest(
    store,
    records.map((record, index) => ({ ok: true, position: `item ${index + 1}`, record })),
    { kind: 'import', origin: 'mine' },
  );
async function found(reference: string) {
  const paper = await findPaper(store, reference);
  return paper === null ? null : await getPaper(store, paper.id);
}
/** All that matters of a store, without what differs from run to run. */
async function content() {
  const { items } = await listPapers(store, { order: 'newest' }, { limit: 200, offset: 0 });
  return items
    .map(({ key, title, votes: count, trending, announcedOn }) => ({
      key: key.startsWith('p') ? 'own' : key,
      title,
      count,
      trending,
      announcedOn,
    }))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

describe('loadEditions', () => {
  it('fills a new store: the first edition in its order, the sample, and its popularity', async () => {
    const told: number[] = [];
    const done = await loadEditions(store, {
      dataDir: short,
      onProgress: (progress) => {
        expect(progress.done).toBeLessThanOrEqual(progress.total);
        told.push(progress.done);
      },
    });
    expect(done).toEqual({ loaded: true });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    const library = await describeLibrary(store);
    expect(library).toMatchObject({ papers: 7, sampleLoaded: true });
    expect(library.lists).toMatchObject([{ slug: firstEditionList, papers: 2 }]);
    const { items } = await listPapers(
      store,
      { list: firstEditionList, order: 'position' },
      { limit: 10, offset: 0 },
    );
    expect(items.map(({ title }) => title.slice(0, 8))).toEqual(['Barlow T', 'A Second']);
    expect(items.map(({ arxivId }) => arxivId)).toEqual(['2103.03230', null]);
    expect(await found('2603.10003')).toMatchObject({ votes: 8, comments: 1 });
    expect((await found('2603.10003'))?.trendingTerms).toMatchObject({ votes: 8, fieldVotes: 0 });
  });

  it('does nothing the second time', async () => {
    await loadEditions(store, { dataDir: short });
    const [before, batches] = [await content(), await store.query('select * from batches order by id')];
    expect(await loadEditions(store, { dataDir: short })).toEqual({ loaded: false });
    expect(await content()).toEqual(before);
    expect(await store.query('select * from batches order by id')).toEqual(batches);
  });

  it('goes on where it was stopped', async () => {
    await loadEditions(store, { dataDir: long });
    const [whole, library] = [await content(), await describeLibrary(store)];
    await store.query(
      'truncate papers, records, batches, identities, lists, merged_papers, facts, field_activity cascade',
    );
    const inEdition = new AbortController();
    await loadEditions(store, {
      dataDir: long,
      signal: inEdition.signal,
      onProgress: () => inEdition.abort(),
    });
    expect(await describeLibrary(store)).toMatchObject({ papers: 2, sampleLoaded: false });
    const inSample = new AbortController();
    await loadEditions(store, { dataDir: long, signal: inSample.signal, onProgress: () => inSample.abort() });
    expect(await describeLibrary(store)).toMatchObject({ papers: 1002, sampleLoaded: true });
    expect(await loadEditions(store, { dataDir: long })).toEqual({ loaded: true });
    expect(await describeLibrary(store)).toEqual(library);
    expect(await content()).toEqual(whole);
    expect(await loadEditions(store, { dataDir: long })).toEqual({ loaded: false });
  });
});

describe('removeSample', () => {
  const mine: SourceRecordInput = {
    source: 'arxiv-oai',
    key: '2603.10000',
    version: 1,
    identities: [{ scheme: 'arxiv', value: '2603.10000' }],
    title: 'Paper number 0 of a long sample',
    abstract: 'My own words.',
    authors: [{ name: 'Jure Zbontar' }],
    categories: ['hep-th'],
    announcedOn: '2026-03-09',
    popularity: [{ service: 'my-club', day: '2026-03-10', upvotes: 2, comments: 0 }],
  };
  const alone: SourceRecordInput = {
    ...mine,
    key: 'x',
    identities: [{ scheme: 'arxiv', value: '2603.99999' }],
    title: 'Only mine',
  };

  it('removes what only the sample brought, and does not bring it back', async () => {
    await loadEditions(store, { dataDir: short });
    expect(await removeSample(store)).toEqual({ removed: 5, kept: 1 });
    expect(await describeLibrary(store)).toMatchObject({ papers: 2, sampleLoaded: false });
    expect(await findPaper(store, '2603.10003')).toBeNull();
    expect((await found('2103.03230'))?.lists).toMatchObject([{ slug: firstEditionList, position: 1 }]);
    expect(await loadEditions(store, { dataDir: short })).toEqual({ loaded: false });
    const batches = await store.query('select * from batches order by id');
    expect(await removeSample(store)).toEqual({ removed: 0, kept: 0 });
    expect(await store.query('select * from batches order by id')).toEqual(batches);
  });

  it.each([
    [
      'before',
      async () => {
        await take(mine, alone);
        await loadEditions(store, { dataDir: short });
      },
    ],
    [
      'after',
      async () => {
        await loadEditions(store, { dataDir: short });
        await take(mine, alone);
      },
    ],
  ])('keeps what others brought %s it, as if the sample had never been', async (_, load) => {
    await take(mine, alone);
    const before = await content();
    await store.query('truncate papers, records, batches, identities, lists, facts, field_activity cascade');
    await load();
    const shared = await found('2603.10000');
    expect(shared).toMatchObject({ votes: 5, announcedOn: '2026-03-09' });
    await removeSample(store);
    const after = await content();
    expect(after.filter(({ title }) => before.some((paper) => paper.title === title))).toEqual(before);
    const paper = await found('2603.10000');
    expect(paper).toMatchObject({ id: shared?.id, abstract: mine.abstract, votes: 2, comments: 0 });
    expect(paper?.popularity).toEqual([{ source: 'my-club', day: '2026-03-10', upvotes: 2, comments: 0 }]);
    expect(new Set(Object.values(paper?.provenance ?? {}).map(({ source }) => source))).toEqual(
      new Set(['arxiv-oai']),
    );
    expect(paper?.trendingTerms).toMatchObject({ votes: 2, field: 'hep-th' });
  });

  it('keeps counts that another source states too', async () => {
    await loadEditions(store, { dataDir: short });
    await take({ ...mine, popularity: [{ day: '2026-03-11', upvotes: 5, comments: 1 }] });
    await removeSample(store);
    expect(await found('2603.10000')).toMatchObject({ votes: 5, comments: 1 });
  });

  it('keeps whole what somebody voted for or put in a list', async () => {
    await loadEditions(store, { dataDir: short });
    const voted = await findPaper(store, '2603.10001');
    const listed = await findPaper(store, '2603.10002');
    await store.query(`insert into vote_events (paper_id, voter, delta) values ($1, 'me', 1)`, [voted?.id]);
    await store.query(`insert into lists (slug, title) values ('mine', 'Mine')`);
    await store.query(`insert into list_items (list, position, paper_id) values ('mine', 1, $1)`, [
      listed?.id,
    ]);
    expect(await removeSample(store)).toEqual({ removed: 3, kept: 3 });
    expect(await found('2603.10001')).toMatchObject({
      abstract: 'The sample tells of Paper number 1 of a long sample.',
    });
    expect((await found('2603.10002'))?.lists).toHaveLength(1);
    expect((await describeLibrary(store)).sampleLoaded).toBe(false);
    expect(await removeSample(store)).toEqual({ removed: 0, kept: 0 });
  });
});
