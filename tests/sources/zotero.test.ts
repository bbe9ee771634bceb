import { fields, type Store } from '@broadsheet/papers';
import {
  connectLibrary,
  entriesOf,
  getConnection,
  libraryPapers,
  libraryIds,
  changeEntries,
  readZoteroItem,
  syncLibrary,
} from '@broadsheet/people';
import { askZoteroLibrary, askZoteroOwner, SourceError, zoteroEtiquette } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { zoteroService, type ZoteroContent } from '../replay/zotero.ts';
import { clientFor, openPoliteStore } from './polite-store.ts';

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let baseUrl: string;
let content: ZoteroContent;
beforeAll(async () => {
  store = await openPoliteStore();
  await store.query(
    `insert into members (id, handle, name, email) values ('ada', 'ada', 'Ada', 'ada@example.org')`,
  );
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  await store.query('delete from library_connections');
  await store.query('delete from library_entries');
  await store.query('truncate papers, records, batches cascade');
  clock = virtualClock('2026-10-15T07:20:00Z');
  replay = await startReplay({ clock });
  content = {
    key: 'secret-key',
    userID: 475425,
    username: 'ada',
    library: true,
    version: 7,
    items: [item('AAAA1111', 3, 'Attention to redundancy in views', ['ssl', 'views'])],
    deleted: [],
  };
  baseUrl = replay.service('zotero', (request) => zoteroService(content)(request));
});
afterEach(() => replay.close());

function item(key: string, version: number, title: string, tags: string[] = []) {
  return {
    key,
    version,
    library: { type: 'user', id: 475425, name: 'ada', links: {} },
    links: {},
    meta: { creatorSummary: 'Hopper', parsedDate: '2020-05', numChildren: 1 },
    data: {
      key,
      version,
      itemType: 'journalArticle',
      title,
      creators: [{ creatorType: 'author', firstName: 'Grace', lastName: 'Hopper' }],
      abstractNote: '',
      publicationTitle: 'Journal of Views',
      date: 'May 2020',
      DOI: '',
      url: '',
      extra: '',
      tags: tags.map((tag) => ({ tag })),
      collections: [],
      relations: {},
      dateAdded: '2024-02-03T04:05:06Z',
      dateModified: '2024-02-03T04:05:06Z',
    },
  };
}

const asked = async <T>(work: (http: ReturnType<typeof clientFor>) => Promise<T>) => {
  const http = clientFor({ etiquette: zoteroEtiquette }, { store, clock });
  try {
    return await work(http);
  } finally {
    await http.close();
  }
};
const pages = (since: number, key = 'secret-key') =>
  asked((http) => Array.fromAsync(askZoteroLibrary(http, { baseUrl, key }, '475425', since)));

async function sync() {
  const since = (await getConnection(store, 'ada', 'zotero'))?.version ?? 0;
  const read = await pages(since);
  async function* steps() {
    for (const page of read)
      yield {
        items: page.items.flatMap((row) => (fields.isRow(row) ? (readZoteroItem(row) ?? []) : [])),
        gone: page.deleted,
        version: page.last ? page.version : null,
        restsUntil: null,
      };
  }
  return syncLibrary(store, 'ada', 'zotero', steps(), { mayAdd: true, now: clock.now() });
}
const connect = () =>
  connectLibrary(store, 'ada', {
    service: 'zotero',
    account: '475425',
    accountName: 'ada',
    key: 'secret-key',
  });
const listed = async () => {
  const papers = await libraryPapers(store, 'ada', await libraryIds(store, 'ada'));
  return papers.map(({ paper, entry }) => [paper.title, entry.tags]);
};

describe('asking Zotero', () => {
  it('knows whose key it is, and none that may not read', async () => {
    const owner = (key: string) => asked((http) => askZoteroOwner(http, { baseUrl, key }));
    expect(await owner('secret-key')).toEqual({ account: '475425', name: 'ada' });
    expect(await owner('wrong')).toBeNull();
    content.library = false;
    expect(await owner('secret-key')).toBeNull();
  });

  it('reads a library page by page, one request a second, and then only what changed', async () => {
    content.items = Array.from({ length: 230 }, (_, n) => item(`K${n}`, n + 1, `Work number ${n}`));
    content.version = 230;
    const first = await pages(0);
    expect(first.map(({ items, last, total, version }) => [items.length, last, total, version])).toEqual([
      [100, false, 230, 230],
      [100, false, 230, 230],
      [30, true, 230, 230],
    ]);
    const starts = replay.log.map(({ start }) => start.getTime());
    expect(starts.slice(1).every((start, n) => start - (starts[n] ?? 0) >= 1000)).toBe(true);
    expect(await pages(230)).toEqual([]);
    expect(replay.log.at(-1)?.status).toBe(304);
    content.items[5] = item('K5', 231, 'Work number 5 anew');
    content.deleted = [{ key: 'K7', version: 232 }];
    content.version = 232;
    const [second, ...none] = await pages(230);
    expect(none).toEqual([]);
    expect(second).toMatchObject({ deleted: ['K7'], version: 232, last: true });
    expect(second?.items).toHaveLength(1);
  });

  it('begins anew where the library changes while it is read', async () => {
    content.items = Array.from({ length: 150 }, (_, n) => item(`K${n}`, n + 1, `Work number ${n}`));
    content.version = 150;
    const read: number[] = [];
    await asked(async (http) => {
      for await (const page of askZoteroLibrary(http, { baseUrl, key: 'secret-key' }, '475425', 0)) {
        read.push(page.version);
        if (read.length === 1) content.version = 151;
      }
    });
    expect(read).toEqual([150, 151, 151]);
  });

  it('obeys Retry-After, tells a wish to be left alone, and gives a key that was taken back up', async () => {
    replay.faults.plan({ service: 'zotero', fault: 'too-many', retryAfter: 45 });
    const before = clock.now().getTime();
    content.backoff = 30;
    expect(await pages(0)).toMatchObject([{ rest: 30_000 }]);
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(45_000);
    const failure = await pages(0, 'revoked').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceError);
    expect(failure).toMatchObject({ failure: 'status', status: 403 });
    expect(String(failure)).not.toContain('revoked');
  });
});

describe('keeping a library up with Zotero', () => {
  it('brings what is new, takes off what was taken off there, and keeps what the reader did here', async () => {
    await connect();
    expect(await sync()).toMatchObject({ read: 1, added: 1 });
    expect(await listed()).toEqual([['Attention to redundancy in views', ['ssl', 'views']]]);
    expect(await getConnection(store, 'ada', 'zotero')).toMatchObject({
      version: 7,
      syncedAt: expect.any(Date),
    });
    const [id = 0] = await libraryIds(store, 'ada');
    await changeEntries(store, 'ada', [id], { addTags: ['mine'], state: 'read', note: 'n' }, clock.now());
    content.items = [
      item('AAAA1111', 8, 'Attention to redundancy in views', ['ssl', 'new']),
      item('BBBB2222', 9, 'A second work on other things'),
    ];
    content.version = 9;
    expect(await sync()).toMatchObject({ read: 2, known: 1, added: 1 });
    expect(await listed()).toEqual([
      ['Attention to redundancy in views', ['mine', 'new', 'ssl']],
      ['A second work on other things', []],
    ]);
    expect((await entriesOf(store, 'ada', [id])).get(id)).toMatchObject({ state: 'read', note: 'n' });
    expect(await sync()).toMatchObject({ read: 0 });
  });

  it('leaves here what was deleted there, and begins anew with another account', async () => {
    await connect();
    await sync();
    content.items = [];
    content.deleted = [{ key: 'AAAA1111', version: 8 }];
    content.version = 8;
    await sync();
    expect(await listed()).toHaveLength(1);
    expect(await store.query('select from library_items')).toEqual([]);
    await connectLibrary(store, 'ada', { service: 'zotero', account: '1', accountName: 'other', key: 'k' });
    expect(await getConnection(store, 'ada', 'zotero')).toMatchObject({ version: 0, accountName: 'other' });
  });
});
