import { fields } from '@broadsheet/papers';
import {
  connectLibrary,
  getConnection,
  keyOfConnection,
  may,
  noteSync,
  readZoteroItem,
  syncLibrary,
  type LibraryImport,
  type LibraryStep,
  type Member,
} from '@broadsheet/people';
import {
  askZoteroLibrary,
  askZoteroOwner,
  createHttpClient,
  SourceError,
  userAgent,
  zoteroEtiquette,
  type PoliteClient,
  type ZoteroPage,
} from '@broadsheet/sources';
import { now } from '../clock.ts';
import { library } from '../library.ts';
import { log } from '../log/log.ts';

/** Another address is for tests and for mirrors. */
const baseUrl = () => process.env['ZOTERO_URL'] ?? 'https://api.zotero.org';

/** Longest that a wish to be left alone is waited for in a run, in milliseconds; a longer one ends the run. */
const longestRest = 60_000;

/** Members whose libraries are being read by this process. */
const running = new Set<string>();

/** Whether a member's library is being read now. */
export function isSyncing(memberId: string): boolean {
  return running.has(memberId);
}

/** Connects a member's library with that of a key. @returns what is wrong, for people; null where nothing is. */
export async function connectZotero(member: Member, key: string): Promise<string | null> {
  if (!/^[A-Za-z0-9]{8,64}$/.test(key))
    return 'A key of Zotero is some 24 letters and digits. Make one at zotero.org/settings/keys.';
  try {
    const owner = await withZotero((http) => askZoteroOwner(http, { baseUrl: baseUrl(), key }));
    if (owner === null)
      return 'Zotero does not know this key, or it may not read the library. Make one that may at zotero.org/settings/keys.';
    await connectLibrary(library(), member.id, {
      service: 'zotero',
      account: owner.account,
      accountName: owner.name,
      key,
    });
    return null;
  } catch (error) {
    return troubleOf(error);
  }
}

/**
 * Takes in what has changed at Zotero, one run at a time for each member; where it takes longer than a page may, the caller does
 * not wait, and the connection says how it went.
 * @returns null where there is no connection, a run is going on, or Zotero asked to be left alone for longer.
 */
export async function syncZotero(member: Member): Promise<LibraryImport | null> {
  const connection = await getConnection(library(), member.id, 'zotero');
  const key = await keyOfConnection(library(), member.id, 'zotero');
  if (connection === null || key === null || running.has(member.id)) return null;
  if (connection.restsUntil !== null && connection.restsUntil > now()) return null;
  running.add(member.id);
  try {
    const report = await withZotero((http) =>
      syncLibrary(
        library(),
        member.id,
        'zotero',
        stepsOf(askZoteroLibrary(http, { baseUrl: baseUrl(), key }, connection.account, connection.version)),
        { mayAdd: may(member, 'submit papers'), now: now() },
      ),
    );
    await noteSync(library(), member.id, 'zotero', { trouble: null, now: now() });
    return report;
  } catch (error) {
    log.warn({ err: error }, 'a library could not be read at Zotero');
    await noteSync(library(), member.id, 'zotero', {
      trouble: troubleOf(error),
      restsUntil: error instanceof SourceError ? error.retryAt : null,
      now: now(),
    });
    return null;
  } finally {
    running.delete(member.id);
  }
}

async function* stepsOf(pages: AsyncIterable<ZoteroPage>): AsyncGenerator<LibraryStep> {
  for await (const { items, deleted, version, last, rest } of pages) {
    yield {
      items: items.flatMap((row) => (fields.isRow(row) ? (readZoteroItem(row) ?? []) : [])),
      gone: deleted,
      version: last ? version : null,
      restsUntil: rest === 0 ? null : new Date(now().getTime() + rest),
    };
    if (last || rest === 0) continue;
    if (rest > longestRest)
      throw new SourceError('resting', 'Zotero asked to be left alone for a while.', 'Try again later.', {
        retryAt: new Date(now().getTime() + rest),
      });
    await new Promise((wake) => setTimeout(wake, rest));
  }
}

async function withZotero<T>(ask: (http: PoliteClient) => Promise<T>): Promise<T> {
  const http = createHttpClient({
    store: library(),
    etiquette: zoteroEtiquette,
    userAgent: userAgent({ site: process.env['SITE_URL'] ?? null, contact: null }),
    allowLoopback: process.env['BROADSHEET_ALLOW_LOOPBACK'] === '1',
    retries: { tries: 3, patience: 60_000 },
  });
  try {
    return await ask(http);
  } finally {
    await http.close();
  }
}

/** Never with the key in it: what these errors say is free of it. */
function troubleOf(error: unknown): string {
  if (!(error instanceof SourceError)) return 'Something went wrong here. Try again later.';
  if (error.status === 403) return 'Zotero no longer takes the key. Make another one and connect again.';
  return `Zotero could not be read: ${error.message}`;
}
