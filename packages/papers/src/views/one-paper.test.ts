import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../ingest/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { openTestStore } from '../store/testing.ts';
import type { Store } from '../store/store.ts';
import { findPaper, getPaper, papersOfSource } from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => store.query('truncate papers, records, batches, identities, lists, merged_papers cascade'));
afterAll(() => store.close());

const first: SourceRecordInput = {
  source: 'arxiv-oai',
  key: '2103.03230',
  version: 1,
  statedAt: '2021-03-05T01:00:00Z',
  identities: [
    { scheme: 'arxiv', value: '2103.03230' },
    { scheme: 'doi', value: '10.1000/barlow(2021)<1>' },
  ],
  title: 'Barlow Twins: Self-Supervised Learning via Redundancy Reduction',
  abstract: 'We avoid collapse.',
  authors: [{ name: 'Jure Zbontar' }, { name: 'Li Jing' }],
  categories: ['cs.CV'],
  comment: '12 pages',
  license: 'CC-BY-4.0',
  published: { value: '2021-03-04T18:00:00.000Z', precision: 'time' },
  versions: [{ number: 1, date: '2021-03-04T18:00:00Z', size: '900kb' }],
};
const third: SourceRecordInput = {
  ...first,
  version: 3,
  title: 'Barlow Twins: Learning via Redundancy Reduction',
  authors: [{ name: 'Jure Zbontar' }, { name: 'Li Jing' }, { name: 'Yann LeCun' }],
  categories: ['cs.CV', 'cs.LG'],
  comment: '',
  updatedAt: '2021-06-14T10:00:00Z',
  versions: [
    { number: 1, date: '2021-03-04T18:00:00Z' },
    { number: 2, date: '2021-05-01T10:00:00Z' },
    { number: 3, date: '2021-06-14T10:00:00Z' },
  ],
};
const huggingFace: SourceRecordInput = {
  source: 'hugging-face',
  key: '2103.03230',
  identities: [
    { scheme: 'arxiv', value: '2103.03230' },
    { scheme: 'hf', value: '2103.03230' },
  ],
  title: 'Barlow Twins',
  summary: 'Two networks agree.',
  links: [{ kind: 'code', url: 'https://github.com/x/y', stars: 5 }],
  popularity: [
    { day: '2021-03-06', upvotes: 12, comments: 1 },
    { day: '2021-03-05', upvotes: 7 },
  ],
};
const page: SourceRecordInput = {
  source: 'page',
  key: 'barlow',
  identities: [{ scheme: 'arxiv', value: '2103.03230' }],
  title: first.title,
  abstract: 'Typed by hand.',
  links: [
    { kind: 'code', url: 'https://github.com/x/y' },
    { kind: 'pdf', url: 'https://example.org/barlow.pdf' },
  ],
};
const take = (...records: SourceRecordInput[]) =>
  ingest(
    store,
    records.map((record, index) => ({ ok: true, position: `item ${index + 1}`, record })),
    { kind: 'import', origin: 'test' },
  );
async function found(reference: string) {
  const paper = await findPaper(store, reference);
  return paper === null ? null : await getPaper(store, paper.id);
}

describe('getPaper', () => {
  it('tells all versions, and what changed between those that it has seen', async () => {
    await take(first, third);
    const paper = await found('2103.03230');
    expect(paper?.versions.map(({ number, size }) => [number, size])).toEqual([
      [1, '900kb'],
      [2, undefined],
      [3, undefined],
    ]);
    expect(paper?.updatedAt?.toISOString()).toBe('2021-06-14T10:00:00.000Z');
    const changes = paper?.versionChanges ?? [];
    expect(changes.map(({ from, to, field }) => `${from}-${to} ${field}`)).toEqual([
      '1-3 title',
      '1-3 authors',
      '1-3 categories',
    ]);
    for (const { field, runs } of changes) {
      const side = (left: 'removed' | 'added') =>
        runs.flatMap(({ kind, text }) => (kind === left ? [] : [text])).join('');
      if (field !== 'title') continue;
      expect(side('added')).toBe(first.title);
      expect(side('removed')).toBe(third.title);
    }
  });

  it('tells where every field comes from, and what others say', async () => {
    await take(page, huggingFace, first);
    const paper = await found('2103.03230');
    expect(paper).toMatchObject({
      key: '2103.03230',
      arxivId: '2103.03230',
      doi: '10.1000/barlow(2021)<1>',
      license: 'CC-BY-4.0',
      comment: '12 pages',
      announcedOn: '2021-03-04',
      published: '2021-03-04',
      summary: 'Two networks agree.',
      votes: 12,
      comments: 1,
      lists: [],
    });
    const by = Object.fromEntries(
      Object.entries(paper?.provenance ?? {}).map(([field, { source }]) => [field, source]),
    );
    expect(by).toMatchObject({ title: 'arxiv-oai', abstract: 'arxiv-oai', summary: 'hugging-face' });
    expect(paper?.provenance['title']).toMatchObject({
      key: '2103.03230',
      statedAt: new Date('2021-03-05T01:00:00Z'),
    });
    expect(paper?.provenance['title']?.receivedAt).toBeInstanceOf(Date);
    const conflicts = paper?.conflicts.map(({ field, others }) => [
      field,
      others.map(({ by: o }) => o.source),
    ]);
    expect(conflicts).toEqual([
      ['title', ['hugging-face']],
      ['abstract', ['page']],
    ]);
  });

  it('unites links and popularity, and names the lists', async () => {
    await take(page, huggingFace, first);
    const id = (await findPaper(store, '2103.03230'))?.id ?? 0;
    await store.query(`insert into lists (slug, title) values ('mine', 'Mine')`);
    await store.query(`insert into list_items (list, position, paper_id) values ('mine', 7, $1)`, [id]);
    const paper = await getPaper(store, id);
    expect(paper?.links).toEqual([
      { kind: 'code', url: 'https://github.com/x/y', stars: 5 },
      { kind: 'pdf', url: 'https://example.org/barlow.pdf' },
    ]);
    expect(paper?.popularity.map(({ day, upvotes }) => [day, upvotes])).toEqual([
      ['2021-03-05', 7],
      ['2021-03-06', 12],
    ]);
    expect(paper?.lists).toEqual([{ slug: 'mine', title: 'Mine', position: 7 }]);
    expect(paper?.identities).toEqual([
      { scheme: 'arxiv', value: '2103.03230' },
      { scheme: 'doi', value: '10.1000/barlow(2021)<1>' },
      { scheme: 'hf', value: '2103.03230' },
    ]);
  });

  it('is null for a paper that is not there', async () => {
    expect(await getPaper(store, 1)).toBeNull();
  });
});

describe('findPaper', () => {
  const inProceedings: SourceRecordInput = {
    source: 'acl',
    key: 'acl:D16-2003',
    identities: [
      { scheme: 'acl', value: 'D16-2003' },
      { scheme: 'openreview', value: 'H1xSNiRcF7' },
      { scheme: 'url', value: 'https://example.org/papers?id=7' },
    ],
    title: 'A paper of the proceedings',
  };
  const old: SourceRecordInput = {
    source: 'arxiv-oai',
    key: 'hep-th/9901001',
    version: 1,
    identities: [{ scheme: 'arxiv', value: 'hep-th/9901001' }],
    title: 'A paper of the old scheme',
  };

  it('understands every name that a paper has', async () => {
    await take(first, huggingFace, inProceedings, old);
    const keyOf = async (reference: string) => (await findPaper(store, reference))?.key ?? null;
    const proceedings = await keyOf('D16-2003');
    expect(proceedings).toMatch(/^p\d+$/);
    const names: Record<string, string[]> = {
      '2103.03230': [
        '2103.03230',
        ' 2103.03230v2\n',
        'arXiv:2103.03230',
        'arxiv: 2103.03230v1',
        'https://arxiv.org/abs/2103.03230v3',
        'http://www.arxiv.org/pdf/2103.03230.pdf',
        'arxiv.org/abs/2103.03230',
        'https://huggingface.co/papers/2103.03230',
        'hf:2103.03230',
        '10.48550/arXiv.2103.03230',
        'https://doi.org/10.48550/arXiv.2103.03230',
        '10.1000/Barlow(2021)<1>',
        'doi:10.1000/barlow(2021)<1>',
        'https://doi.org/10.1000/barlow%282021%29%3C1%3E',
      ],
      'hep-th/9901001': [
        'hep-th/9901001',
        'hep-th/9901001v2',
        'arXiv:hep-th/9901001',
        'https://arxiv.org/abs/hep-th/9901001',
      ],
      [proceedings ?? '']: [
        'acl:D16-2003',
        'https://aclanthology.org/D16-2003/',
        'https://aclanthology.org/D16-2003.pdf',
        'openreview:H1xSNiRcF7',
        'https://openreview.net/forum?id=H1xSNiRcF7&noteId=x',
        'https://example.org/papers?id=7#abstract',
        'https://example.org/papers?id=7&utm_source=mail',
        proceedings ?? '',
      ],
    };
    for (const [key, references] of Object.entries(names)) {
      for (const reference of references) expect(await keyOf(reference), reference).toBe(key);
    }
    for (const stranger of [
      '',
      'p',
      'p999999',
      'p-1',
      '2103.99999',
      '10.1000/other',
      'Barlow Twins',
      'p'.repeat(9),
    ]) {
      expect(await keyOf(stranger), stranger).toBeNull();
    }
  });

  it('follows merges, one after another, and by every name of the merged paper', async () => {
    const apart = [inProceedings, first, { ...old, title: 'Something else' }];
    await take(...apart.slice(0, 2));
    const ids = await store.query<{ id: number }>('select id from papers order by id');
    await take({
      ...huggingFace,
      source: 'openalex',
      identities: [
        { scheme: 'acl', value: 'D16-2003' },
        { scheme: 'arxiv', value: '2103.03230' },
      ],
    });
    const paper = await findPaper(store, '2103.03230');
    expect(await store.query('select id from papers')).toHaveLength(1);
    for (const { id } of ids) expect(await findPaper(store, `p${id}`)).toEqual(paper);
    for (const name of ['D16-2003', 'openreview:H1xSNiRcF7', '10.1000/barlow(2021)<1>']) {
      expect(await findPaper(store, name)).toEqual(paper);
    }
    expect(paper?.key).toBe('2103.03230');
  });

  it('never fails, whatever it is asked', async () => {
    await take(first);
    for (const reference of [
      '10.1234/a\0b',
      '10.1234/%00',
      'https://doi.org/10.1234/%00',
      '10.1234/\ud800',
      'https://example.org/\0',
      'acl:\0',
      `p${'9'.repeat(15)}`,
      `p${'9'.repeat(30)}`,
    ]) {
      expect(await findPaper(store, reference), reference).toBeNull();
    }
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '10.1234/',
        'https://',
        'doi.org/',
        'arxiv:',
        'openreview:',
        'example.org/',
        '%00',
        '%',
        '\0',
        '\ud800',
        'p1',
        '2103.03230',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        await findPaper(store, pieces.join(''));
      }),
      { numRuns: 200 },
    );
  });
});

describe('papersOfSource', () => {
  it('leads from the names of a source to papers, of this source alone', async () => {
    await take(
      first,
      { ...first, key: '2103.99999', identities: [], title: 'Another Paper, by Nobody Else' },
      huggingFace,
    );
    const barlow = await findPaper(store, '2103.03230');
    const papers = await papersOfSource(store, 'arxiv-oai');
    expect([...papers.keys()].sort()).toEqual(['2103.03230', '2103.99999']);
    expect(papers.get('2103.03230')).toBe(barlow?.id);
    expect(papers.get('2103.99999')).not.toBe(barlow?.id);
    expect(await papersOfSource(store, 'nobody')).toEqual(new Map());
  });
});
