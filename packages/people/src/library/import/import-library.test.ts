import { ingest, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeLibrary } from '../export/write-library.ts';
import { keepPapers } from '../keep-papers.ts';
import { listLibrary } from '../list-library.ts';
import { importLibrary } from './import-library.ts';
import { readLibrary } from './read-library.ts';

let store: Store;
const now = new Date('2026-11-20T12:00:00Z');
const later = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
  store = await openTestStore();
  await store.query(
    `insert into members (id, handle, name, email) values ('ada', 'ada', 'Ada', 'ada@example.org'),
       ('bob', 'bob', 'Bob', 'bob@example.org')`,
  );
});
beforeEach(async () => {
  await store.query('truncate papers, records, library_entries, batches cascade');
  await put({ ...barlow, source: 'arxiv-oai', key: '2103.03230' });
});
afterAll(() => store.close());

const barlow = {
  identities: [{ scheme: 'arxiv' as const, value: '2103.03230' }],
  title: 'Barlow Twins: Self-Supervised Learning via Redundancy Reduction',
  abstract: 'An objective that avoids collapse.',
  authors: [{ name: 'Jure Zbontar' }],
  published: { value: '2021-03-04', precision: 'day' as const },
};

async function put(record: SourceRecordInput) {
  await ingest(store, [{ ok: true, position: 'item 1', record }], { kind: 'import', origin: 'test' });
}
const bring = (
  text: string,
  more: Partial<Parameters<typeof importLibrary>[3]> = {},
  member = 'ada',
  name = 'file',
) => importLibrary(store, member, readLibrary(text, name), { mayAdd: true, now, ...more });
const listed = async (member = 'ada') =>
  (await listLibrary(store, member, {}, 'title', { limit: 50, offset: 0 })).items.map(({ paper, entry }) => ({
    title: paper.title,
    tags: entry.tags,
    state: entry.state,
    note: entry.note,
  }));

const bibtex = `
@misc{a, title = {Barlow {Twins}: anything}, eprint = {2103.03230}, archivePrefix = {arXiv}, year = 2021, keywords = {ssl, vision}}
@article{b, title = {A paper that nobody here knows}, author = {Lovelace, Ada and Byron, George}, year = 2019, month = 5,
  doi = {10.1234/unknown}, url = {https://drive.example.org/private}, keywords = {own}, journal = {Journal of Things}}
@article{c, title = {Too little to go by}}
@article{d, year = 2020}
`;

describe('importing a library', () => {
  it('marks what is here, takes in what is not, and lists what cannot be read with line and reason', async () => {
    const report = await bring(bibtex);
    expect(report).toMatchObject({ read: 4, found: 1, added: 1, known: 0, full: 0, cut: false, absent: [] });
    expect(report.rejects.map(({ position, reason }) => [position, reason.slice(0, 24)])).toEqual(
      [
        ['line 6', 'The entry has no title.'],
        ['line 5', 'It has neither an arXiv '],
      ].map(([position, reason]) => [position, reason?.slice(0, 24)]),
    );
    expect(await listed()).toEqual([
      { title: 'A paper that nobody here knows', tags: ['own'], state: 'to-read', note: '' },
      { title: barlow.title, tags: ['ssl', 'vision'], state: 'to-read', note: '' },
    ]);
  });

  it('makes nothing public but what the paper is: no tags, addresses or days', async () => {
    await bring(bibtex);
    const [record] = await store.query<{ content: SourceRecordInput }>(
      `select content from records where source = 'library'`,
    );
    expect(record?.content).toMatchObject({
      key: 'doi:10.1234/unknown',
      keywords: [],
      links: [],
      published: { value: '2019', precision: 'year' },
      venue: 'Journal of Things',
    });
    expect(JSON.stringify(record)).not.toContain('private');
    expect(
      await store.query('select from papers where announced_on is not null and title like $1', ['A paper%']),
    ).toEqual([]);
  });

  it('twice changes nothing, and keeps what the reader has said since', async () => {
    await bring(bibtex);
    const [first] = (await listLibrary(store, 'ada', {}, 'title', { limit: 1, offset: 0 })).items;
    const id = first?.paper.id ?? 0;
    await keepPapers(store, 'ada', [id], { state: 'read', note: 'mine', removeTags: ['own'] }, later);
    expect(await bring(bibtex)).toMatchObject({ found: 0, added: 0, known: 2 });
    expect(await listed()).toContainEqual(expect.objectContaining({ state: 'read', note: 'mine' }));
    expect(await store.query('select from papers')).toHaveLength(2);
  });

  it('adds no papers for those who may not, and says so', async () => {
    const report = await bring(bibtex, { mayAdd: false });
    expect(report).toMatchObject({ found: 1, added: 0 });
    expect(report.absent).toMatchObject([{ position: 'line 3', title: 'A paper that nobody here knows' }]);
    expect(await store.query('select from papers')).toHaveLength(1);
  });

  it('joins no two papers of others by a file that says they are one', async () => {
    await put({
      source: 'acl',
      key: 'x',
      identities: [{ scheme: 'doi', value: '10.5555/other' }],
      title: 'Another paper altogether here',
      authors: [{ name: 'Grace Hopper' }],
    });
    await bring(
      '@misc{x, title={Both of them at once}, eprint={2103.03230}, archivePrefix={arXiv}, doi={10.5555/other}}',
    );
    await bring(
      '@misc{y, title={Both of them at once}, eprint={2103.99999}, archivePrefix={arXiv}, doi={10.7777/new}}',
    );
    await bring('@misc{z, title={Hostile words}, doi={10.7777/new}, author={Eve, E}, year=2020}', {}, 'bob');
    const titles = await store.query<{ title: string }>('select title from papers order by title');
    expect(titles.map(({ title }) => title)).toEqual([
      'Another paper altogether here',
      barlow.title,
      'Both of them at once',
      'Hostile words',
    ]);
  });

  it('lets nobody write over what another reader brought', async () => {
    await bring('@misc{a, title={Short one}, author={Eve, E}, year=2020, abstract={true}}');
    await bring('@misc{a, title={Short one}, author={Eve, E}, year=2020, abstract={false}}', {}, 'bob');
    expect(await store.query('select abstract from papers where title = $1', ['Short one'])).toEqual([
      { abstract: 'true' },
    ]);
    expect(await listed('bob')).toHaveLength(1);
  });

  it('reads names, RIS, CSL-JSON, Semantic Scholar, ORCID and Zotero', async () => {
    const title = 'Another work that is new here';
    const files = {
      names: '2103.03230v2, https://arxiv.org/abs/2103.03230 # twice\nnonsense here\n10.9999/absent',
      ris: `TY  - JOUR\nTI  - ${title}\nAU  - Hopper, Grace\nPY  - 2020\nKW  - navy\nER  - \n`,
      csl: JSON.stringify([
        {
          type: 'article',
          title,
          author: [{ family: 'Hopper', given: 'Grace' }],
          issued: { 'date-parts': [['2020', 5]] },
          keyword: 'navy',
          note: 'arXiv:2001.00001\nkeep this',
        },
      ]),
      s2: JSON.stringify({
        data: [
          {
            paperId: 'x',
            externalIds: { ArXiv: '2103.03230' },
            title: 'Barlow',
            year: 2021,
            authors: [{ name: 'J Z' }],
          },
        ],
      }),
      orcid: JSON.stringify({
        group: [
          {
            'work-summary': [
              {
                title: { title: { value: 'Barlow Twins' } },
                'external-ids': {
                  'external-id': [
                    {
                      'external-id-type': 'doi',
                      'external-id-value': '10.48550/arXiv.2103.03230',
                      'external-id-relationship': 'self',
                    },
                  ],
                },
                'publication-date': { year: { value: '2021' }, month: null },
              },
            ],
          },
          { 'work-summary': [] },
        ],
      }),
      zotero: JSON.stringify([
        {
          key: 'AAAA1111',
          version: 3,
          data: {
            itemType: 'preprint',
            title,
            creators: [{ creatorType: 'author', firstName: 'Grace', lastName: 'Hopper' }],
            date: 'May 2020',
            tags: [{ tag: 'navy' }],
            dateAdded: '2024-02-03T04:05:06Z',
          },
        },
        { key: 'BBBB2222', version: 3, data: { itemType: 'attachment', title: 'PDF' } },
      ]),
    };
    const names = await bring(files.names);
    expect(names).toMatchObject({ read: 4, found: 1 });
    expect(names.absent).toMatchObject([{ position: 'line 3', title: 'doi:10.9999/absent' }]);
    expect(names.rejects).toMatchObject([{ position: 'line 2', excerpt: 'nonsense here' }]);
    expect(await bring(files.ris)).toMatchObject({ read: 1, added: 1 });
    for (const [name, text] of Object.entries(files).slice(2)) {
      const report = await bring(text);
      expect(report, name).toMatchObject({ found: 0, added: 0, known: 1 });
      expect(report.rejects.length, name).toBe(name === 'orcid' ? 1 : 0);
    }
    expect(await listed()).toContainEqual({ title, tags: ['navy'], state: 'to-read', note: 'keep this' });
  });

  it.each([
    '\0',
    '{',
    '[1, "x", null]',
    '<xml/>',
    '[[[[',
    '{"data":5}',
    '@article{',
    '{"group":[{"work-summary":[{"title":5}]}]}',
  ])('survives %j', async (text) => {
    expect((await bring(text)).rejects.length).toBeGreaterThan(0);
    expect(await listed()).toEqual([]);
  });
});

describe('exporting a library', () => {
  it.each(['bibtex', 'ris', 'csl-json', 'json'] as const)('as %s comes back as it was', async (format) => {
    await bring(bibtex);
    const before = await listed();
    await keepPapers(
      store,
      'ada',
      (await listLibrary(store, 'ada', {}, 'title', { limit: 9, offset: 0 })).items.map(
        ({ paper }) => paper.id,
      ),
      { state: 'reading', note: 'A note with {braces}, 100% of $x_1$ & more', addTags: ['two words'] },
      later,
    );
    const text = await writeLibrary(store, 'ada', format);
    const report = await bring(text, { mayAdd: false }, 'bob', 'library');
    expect(report).toMatchObject({ found: 2, rejects: [], absent: [] });
    const there = await listed('bob');
    expect(there.map(({ title, tags }) => ({ title, tags }))).toEqual(
      before.map(({ title, tags }) => ({ title, tags: [...tags, 'two words'].sort() })),
    );
    if (format === 'json' || format === 'csl-json')
      expect(there[0]?.note).toBe('A note with {braces}, 100% of $x_1$ & more');
    if (format === 'json') expect(there[0]?.state).toBe('reading');
  });

  it('as Markdown lists titles, states, tags and notes', async () => {
    await bring('2103.03230', { addTags: ['x y'] });
    expect(await writeLibrary(store, 'ada', 'markdown')).toBe(
      `# Library\n\n## [${barlow.title}](https://arxiv.org/abs/2103.03230)\n\n- Jure Zbontar\n- 2021\n- to-read, saved 2026-11-20\n- #x-y\n`,
    );
  });
});
