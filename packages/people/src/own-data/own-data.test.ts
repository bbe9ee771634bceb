import { gzipSync } from 'node:zlib';
import { ingest, type SourceRecordInput, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { Header } from 'tar';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepPapers, libraryIds, libraryPapers } from '../library/index.ts';
import type { Member } from '../members/index.ts';
import { setVote, votedAmong } from '../votes/index.ts';
import { archiveRooms, importArchive, writeArchive } from './index.ts';
import { readArchive } from './read-archive.ts';
import { tarEnd, tarEntry } from './tar-entry.ts';

let here: Store;
let there: Store;
const now = new Date('2026-11-20T12:00:00Z');
const later = new Date('2026-11-21T12:00:00Z');
const member = (id: string, role: Member['role'] = 'member'): Member => ({
  id,
  handle: id,
  name: id,
  email: `${id}@example.org`,
  role,
  orcid: null,
});
const ada = member('ada');

beforeAll(async () => {
  [here, there] = await Promise.all([openTestStore(), openTestStore()]);
  for (const store of [here, there])
    await store.query(
      `insert into members (id, handle, name, email) values ('ada', 'ada', 'ada', 'ada@example.org'), ('eve', 'eve', 'eve', 'eve@example.org')`,
    );
});
beforeEach(async () => {
  for (const store of [here, there])
    await store.query('truncate papers, records, batches, library_entries, rules, follows, comments cascade');
  for (const record of records) await put(here, record);
});
afterAll(() => Promise.all([here.close(), there.close()]));

const records: SourceRecordInput[] = [
  {
    source: 'arxiv-oai',
    key: '2103.03230',
    identities: [{ scheme: 'arxiv', value: '2103.03230' }],
    title: 'Barlow Twins reduce redundancy in views',
    abstract: 'An objective.',
    authors: [{ name: 'Jure Zbontar' }],
    published: { value: '2021-03-04', precision: 'day' },
    keywords: ['ssl'],
  },
  {
    source: 'bibtex',
    key: 'nameless',
    identities: [],
    title: 'A paper with no name elsewhere',
    authors: [{ name: 'Ada Lovelace' }],
    published: { value: '1999', precision: 'year' },
  },
];

async function put(store: Store, record: SourceRecordInput) {
  await ingest(store, [{ ok: true, position: 'item 1', record }], { kind: 'import', origin: 'test' });
}
const options = { rooms: archiveRooms, site: 'https://here.example', now };
async function archiveOf(store: Store, who = ada): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(writeArchive(store, who, options)));
}
const bring = (packed: Uint8Array, who = ada) =>
  importArchive(there, who, packed, { rooms: archiveRooms, now: later });

/** Ada's library, votes and comments here. */
async function lived() {
  const rows = await here.query<{ id: number; title: string }>('select id, title from papers order by title');
  const [nameless, barlow] = rows.map(({ id }) => id);
  await keepPapers(here, 'ada', [barlow ?? 0], { state: 'read', addTags: ['ssl'], note: 'A **note**' }, now);
  await keepPapers(here, 'ada', [nameless ?? 0], { state: 'later' }, now);
  await keepPapers(here, 'eve', [barlow ?? 0], { note: 'Eve’s secret' }, now);
  await setVote(here, ada, barlow ?? 0, true, { now });
  await here.query(
    `insert into comments (paper_id, member_id, text, created_at) values ($1, 'ada', 'My words', $2), ($1, 'eve', 'Eve’s words', $2)`,
    [barlow ?? 0, now],
  );
}

describe('the archive of an account', () => {
  it('holds everything of a member’s own and nothing of others', async () => {
    await lived();
    const { rooms, records: brought } = await readArchive(await archiveOf(here));
    expect([...rooms.keys()]).toEqual(archiveRooms.map(({ name }) => name));
    const all = JSON.stringify([...rooms]);
    for (const own of [
      'A **note**',
      'My words',
      'arxiv:2103.03230',
      'A paper with no name elsewhere',
      'ada@example.org',
    ])
      expect(all).toContain(own);
    expect(all).not.toContain('Eve');
    expect([...brought.keys()].sort()).toEqual([
      'arxiv:2103.03230',
      'record:arxiv-oai/2103.03230',
      'record:bibtex/nameless',
    ]);
  });

  it('comes into another installation with its papers, twice as once', async () => {
    await lived();
    const archive = await archiveOf(here);
    for (let times = 0; times < 2; times++) {
      const report = await bring(archive);
      expect(report.refused).toEqual([]);
      expect(report.left).toEqual(['account', 'comments', 'contributions']);
      expect(report.rooms.map(({ name, taken, refused }) => [name, taken, refused])).toMatchObject([
        ['library', 2, []],
        ['votes', 1, []],
        ['follows', 0, []],
        ['rules', 0, []],
        ['interests', 0, []],
        ['reading', 1, []],
      ]);
      const kept = await libraryPapers(there, 'ada', await libraryIds(there, 'ada'));
      expect(
        kept
          .map(({ paper, entry }) => [
            paper.title,
            paper.key.slice(0, 4),
            entry.state,
            entry.tags,
            entry.note,
          ])
          .sort(),
      ).toEqual([
        ['A paper with no name elsewhere', expect.stringMatching(/^p/), 'later', [], ''],
        ['Barlow Twins reduce redundancy in views', '2103', 'read', ['ssl'], 'A **note**'],
      ]);
      expect(kept.every(({ entry }) => entry.savedAt.getTime() === now.getTime())).toBe(true);
      const ids = kept.map(({ paper }) => paper.id);
      expect((await votedAmong(there, 'ada', ids)).size).toBe(1);
    }
    expect(await there.query('select distinct source from records')).toEqual([{ source: 'library' }]);
  });

  it('adds no papers for those who may not, and takes the rest', async () => {
    await lived();
    await put(there, { ...records[0], source: 'arxiv-oai', key: 'x' } as SourceRecordInput);
    const report = await bring(await archiveOf(here), member('ada', 'reader'));
    expect(report.rooms[0]).toMatchObject({ name: 'library', taken: 1 });
    expect(report.rooms[0]?.refused).toHaveLength(1);
    expect(report.rooms[1]).toMatchObject({ name: 'votes', taken: 0 });
    expect(await there.query('select from papers')).toHaveLength(1);
  });

  it('lets no record speak for a source or join papers of others', async () => {
    await put(there, records[0] as SourceRecordInput);
    const claim = {
      ...records[0],
      title: 'Hostile',
      version: 9,
      identities: [
        ...(records[0]?.identities ?? []),
        { scheme: 'doi', value: '10.1000/new', confirmed: true },
      ],
    };
    const packed = pack({
      'papers.jsonl': `${JSON.stringify(claim)}\nnonsense\n`,
      'votes.json': JSON.stringify({
        votes: [
          { paper: 'doi:10.1000/new', at: now },
          { paper: 'arxiv:1', at: now },
        ],
      }),
    });
    const report = await bring(packed);
    expect(report.refused).toEqual([{ what: 'papers.jsonl, line 2', reason: 'It is no record of a paper.' }]);
    expect(await there.query('select title from papers')).toEqual([{ title: records[0]?.title }]);
    expect(report.rooms[0]).toMatchObject({ taken: 1, refused: [{ what: 'arxiv:1' }] });
  });
});

const manifest = JSON.stringify({ format: 'broadsheet-own-data', version: 1 });
function pack(files: Record<string, string>): Buffer {
  return gzipSync(
    Buffer.concat([
      ...Object.entries({ 'broadsheet-export.json': manifest, ...files }).map(([name, text]) =>
        tarEntry(`broadsheet-export/${name}`, Buffer.from(text), now),
      ),
      tarEnd,
    ]),
  );
}
function rawEntry(path: string, type: 'File' | 'SymbolicLink' | 'Directory', linkpath = ''): Buffer {
  const header = new Header({ path, type, linkpath, size: 0, mode: 0o777, mtime: now });
  header.encode();
  return header.block ?? Buffer.alloc(0);
}

describe('a hostile archive', () => {
  const good = () => tarEntry('broadsheet-export/broadsheet-export.json', Buffer.from(manifest), now);
  it.each([
    ['is no archive', () => Buffer.from('hello'), /no archive of yours/],
    ['is cut off', () => pack({ 'votes.json': '{}'.repeat(900) }).subarray(0, 150), /damaged/],
    [
      'is another’s',
      () => gzipSync(Buffer.concat([tarEntry('broadsheet-export/x.json', Buffer.from('{}'), now), tarEnd])),
      /not one of Broadsheet/,
    ],
    [
      'climbs out',
      () => gzipSync(Buffer.concat([good(), rawEntry('../../etc/passwd', 'File'), tarEnd])),
      /does not belong/,
    ],
    [
      'hides a path',
      () => gzipSync(Buffer.concat([good(), rawEntry('broadsheet-export/../x.json', 'File'), tarEnd])),
      /does not belong/,
    ],
    [
      'is absolute',
      () => gzipSync(Buffer.concat([good(), rawEntry('/etc/passwd', 'File'), tarEnd])),
      /does not belong/,
    ],
    [
      'links',
      () =>
        gzipSync(
          Buffer.concat([
            good(),
            rawEntry('broadsheet-export/votes.json', 'SymbolicLink', '/etc/passwd'),
            tarEnd,
          ]),
        ),
      /does not belong/,
    ],
    ['repeats', () => gzipSync(Buffer.concat([good(), good(), tarEnd])), /twice/],
    [
      'has many files',
      () => pack(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`a${n}.json`, '{}']))),
      /more than 100 files/,
    ],
    ['is large', () => Buffer.concat([gzipSync(''), Buffer.alloc(33 * 2 ** 20)]), /larger than 32 MB/],
    ['is a bomb', () => gzipSync(Buffer.concat([good(), bomb()])), /too large/],
  ])('that %s is refused', async (_, make, reason) => {
    await expect(bring(make())).rejects.toThrow(reason);
  });

  /** A header that promises a file of 65 MiB. */
  function bomb(): Buffer {
    const header = new Header({
      path: 'broadsheet-export/votes.json',
      type: 'File',
      size: 65 * 2 ** 20,
      mode: 0o644,
      mtime: now,
    });
    header.encode();
    return Buffer.concat([header.block ?? Buffer.alloc(0), Buffer.alloc(65 * 2 ** 20)]);
  }

  it('costs only what is bad in it', async () => {
    await put(there, records[0] as SourceRecordInput);
    const report = await bring(
      pack({
        'library.json': JSON.stringify({
          papers: [
            5,
            { title: 'x', identities: 'no' },
            { title: 'B', identities: ['arxiv:2103.03230'], note: '\0' },
            { title: 'B', identities: ['arxiv:2103.03230'], tags: ['a,b', 'c'.repeat(70)] },
          ],
        }),
        'votes.json': '[]',
        'follows.json': JSON.stringify({
          follows: [null, { kind: 'author', value: 'jure zbontar' }, { kind: 'x', value: 'y' }],
        }),
        'rules.json': JSON.stringify({ rules: 'none' }),
        'interests.json': 'not json',
        'unknown.json': '{}',
      }),
    );
    expect(report.refused).toEqual([{ what: 'interests.json', reason: 'It is not JSON.' }]);
    expect(report.left).toEqual(['unknown']);
    expect(report.rooms.map(({ name, taken, refused }) => [name, taken, refused.length])).toEqual([
      ['library', 1, 3],
      ['votes', 0, 1],
      ['follows', 1, 2],
      ['rules', 0, 1],
    ]);
  });
});
