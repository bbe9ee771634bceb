import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadItem } from '../record/reject.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { openTestStore } from '../store/testing.ts';
import type { Store } from '../store/store.ts';
import { findPaper, getPaper, listPapers } from '../views/index.ts';
import { ingest, listRejects } from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() =>
  store.query('truncate papers, records, batches, rejects, identities, lists, merged_papers cascade'),
);
afterAll(() => store.close());

const arxiv: SourceRecordInput = {
  source: 'arxiv-oai',
  key: '2103.03230',
  version: 1,
  identities: [{ scheme: 'arxiv', value: '2103.03230' }],
  title: 'Barlow Twins: Self-Supervised Learning via Redundancy Reduction',
  abstract: 'We avoid collapse.',
  authors: [{ name: 'Jure Zbontar' }, { name: 'Li Jing' }],
  categories: ['cs.CV', 'cs.LG'],
  published: { value: '2021-03-04T18:00:00.000Z', precision: 'time' },
  versions: [{ number: 1 }],
};
const huggingFace: SourceRecordInput = {
  ...arxiv,
  source: 'hugging-face',
  version: 0,
  identities: [...arxiv.identities, { scheme: 'hf', value: '2103.03230' }],
  title: 'Barlow Twins',
  popularity: [{ day: '2021-03-05', upvotes: 40, comments: 3 }],
  links: [{ kind: 'code', url: 'https://github.com/x/y', stars: 5 }],
};
const proceedings: SourceRecordInput = {
  source: 'acl',
  key: '2021.x-1.1',
  identities: [
    { scheme: 'acl', value: '2021.x-1.1' },
    { scheme: 'doi', value: '10.1000/barlow' },
  ],
  title: 'Barlow twins: self-supervised learning via redundancy reduction',
  authors: [{ name: 'Zbontar, Jure' }],
  venue: 'ICML',
  published: { value: '2021-07', precision: 'month' },
};

function items(...records: SourceRecordInput[]): ReadItem[] {
  return records.map((record, index) => ({ ok: true, position: `item ${index + 1}`, record }));
}
const take = (...records: SourceRecordInput[]) =>
  ingest(store, items(...records), { kind: 'import', origin: 'test' });
async function only() {
  const { items: papers, total } = await listPapers(store, { order: 'newest' }, { limit: 10, offset: 0 });
  expect(total).toBe(1);
  const paper = await getPaper(store, papers[0]?.id ?? 0);
  if (paper === null) throw new Error('the paper is gone');
  return paper;
}

describe('ingest', () => {
  it.each([
    ['together', [[arxiv, huggingFace, proceedings]]],
    ['one after another', [[proceedings], [huggingFace], [arxiv]]],
  ])('makes one paper of three sources, told %s', async (_, runs) => {
    for (const run of runs) await take(...run);
    const paper = await only();
    expect(paper.title).toBe(arxiv.title);
    expect(paper.venue).toBe('ICML');
    expect(paper.votes).toBe(40);
    expect(paper.announcedOn).toBe('2021-03-04');
    expect(paper.identities.map(({ scheme }) => scheme)).toEqual(['acl', 'arxiv', 'doi', 'hf']);
    expect(paper.provenance['venue']?.source).toBe('acl');
    expect(
      paper.conflicts.find(({ field }) => field === 'title')?.others.map(({ value }) => value),
    ).toContain('Barlow Twins');
    expect(paper.trendingTerms?.votes).toBe(40);
  });

  it('is idempotent', async () => {
    await take(arxiv, proceedings);
    const before = await only();
    const again = await take(arxiv, proceedings);
    expect(again).toMatchObject({ accepted: 2, unchanged: 2, created: 0 });
    expect(await only()).toEqual(before);
  });

  it('keeps the history of versions, and shows what changed', async () => {
    await take(arxiv);
    await take({
      ...arxiv,
      version: 2,
      abstract: 'We avoid collapse naturally.',
      versions: [{ number: 1 }, { number: 2 }],
    });
    await take({ ...arxiv, abstract: 'We avoid collapse.' }); // the old version again must not win
    const paper = await only();
    expect(paper.abstract).toBe('We avoid collapse naturally.');
    expect(paper.versions.map(({ number }) => number)).toEqual([1, 2]);
    expect(paper.versionChanges.map(({ from, to, field }) => ({ from, to, field }))).toEqual([
      { from: 1, to: 2, field: 'abstract' },
    ]);
  });

  it('merges papers that turn out to be one, and keeps old addresses alive', async () => {
    await take({ ...proceedings, title: 'A quite different working title of it' });
    await take(arxiv);
    const [acl, own] = [await findPaper(store, '2021.x-1.1'), await findPaper(store, '2103.03230')];
    expect(acl?.id).not.toBe(own?.id);
    const report = await take({
      ...arxiv,
      source: 'openalex',
      version: 0,
      identities: [...arxiv.identities, { scheme: 'doi', value: '10.1000/barlow' }],
    });
    expect(report.merged).toBe(1);
    const paper = await only();
    for (const old of [acl, own]) expect((await findPaper(store, `p${old?.id}`))?.id).toBe(paper.id);
  });

  it('never makes one paper of two arXiv ids', async () => {
    await take(arxiv, {
      ...arxiv,
      key: '2103.99999',
      identities: [{ scheme: 'arxiv', value: '2103.99999' }],
    });
    expect((await listPapers(store, { order: 'newest' }, { limit: 10, offset: 0 })).total).toBe(2);
  });

  it('hides a remembered id until a source confirms it with the same title', async () => {
    const remembered: SourceRecordInput = {
      source: 'page',
      key: 'barlow',
      title: arxiv.title,
      identities: [{ scheme: 'arxiv', value: '2103.03230', confirmed: false }],
    };
    await take(remembered);
    expect((await only()).arxivId).toBeNull();
    expect(await findPaper(store, '2103.03230')).toBeNull();
    await take(arxiv);
    expect((await only()).arxivId).toBe('2103.03230');
  });

  it('drops a remembered id that belongs to another paper', async () => {
    await take({
      source: 'page',
      key: 'x',
      title: 'Some other paper',
      identities: [{ scheme: 'arxiv', value: '2103.03230', confirmed: false }],
    });
    await take(arxiv);
    const found = await findPaper(store, '2103.03230');
    expect((await getPaper(store, found?.id ?? 0))?.title).toBe(arxiv.title);
    expect((await listPapers(store, { order: 'newest' }, { limit: 10, offset: 0 })).total).toBe(2);
  });

  it('rejects what is bad with source, place, field and reason, and takes the rest', async () => {
    const bad = { ...arxiv, key: 'bad', published: { value: 'yesterday', precision: 'day' as const } };
    const lost: ReadItem = {
      ok: false,
      reject: {
        source: 'jsonl',
        position: 'line 9',
        field: null,
        reason: 'The line is not JSON\0.',
        excerpt: '\ud800{',
      },
    };
    const report = await ingest(store, [...items(bad, arxiv), lost], {
      kind: 'import',
      origin: 'file.jsonl',
    });
    expect(report).toMatchObject({ accepted: 1, rejected: 2, created: 1 });
    const rejects = await listRejects(store);
    expect(rejects.map(({ source, position, field }) => ({ source, position, field }))).toContainEqual({
      source: 'arxiv-oai',
      position: 'item 1',
      field: 'published.value',
    });
    expect(rejects[0]?.origin).toBe('file.jsonl');
  });

  it('stops between batches when told to, and the next run completes it', async () => {
    const many = Array.from({ length: 1700 }, (_, index): SourceRecordInput => ({
      source: 'bibtex',
      key: `k${index}`,
      identities: [],
      title: `Paper number ${index} of a long list`,
    }));
    const stop = new AbortController();
    const first = await ingest(store, items(...many), {
      kind: 'import',
      origin: 'x',
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    // One batch was being written, one was read.
    expect(first).toMatchObject({ interrupted: true, accepted: 1000 });
    const second = await ingest(store, items(...many), { kind: 'import', origin: 'x' });
    expect(second).toMatchObject({ interrupted: false, unchanged: 1000, created: 700 });
  });
});
