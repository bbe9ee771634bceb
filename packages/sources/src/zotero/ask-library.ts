import { z } from 'zod';
import type { Answer, HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import type { Etiquette } from '../source.ts';

/**
 * Zotero names no number; it asks for few connections at once, and says with `Backoff` and `Retry-After` when it wants to be left
 * alone. Readers' libraries take turns: a second between two requests.
 * Source: https://www.zotero.org/support/dev/web_api/v3/basics#rate_limiting
 */
export const zoteroEtiquette: Etiquette = {
  scope: 'zotero',
  interval: 1000,
  perDay: null,
  rule: 'One request at a time, and none while it asks to be left alone.',
  terms: 'https://www.zotero.org/support/dev/web_api/v3/basics',
};

export interface ZoteroAccess {
  /** `https://api.zotero.org` but in tests. */
  baseUrl: string;
  /** Made by its owner at https://www.zotero.org/settings/keys; reading the library is all that it must allow. */
  key: string;
}

/** Whose key it is. */
export interface ZoteroOwner {
  account: string;
  name: string;
}

/** One page of what changed in a library. */
export interface ZoteroPage {
  /** Items as the API gives them: `{ key, version, data }`. */
  items: unknown[];
  /** Keys of items that were deleted; all of them stand on the last page. */
  deleted: string[];
  /** How many changed items there are in all. */
  total: number;
  /** The version that the library has by this page. On the last one, what is asked since the next time. */
  version: number;
  last: boolean;
  /** Milliseconds for which the service wants to be left alone after this; 0 where it does not say. */
  rest: number;
}

const pageSize = 100;
/** How often a library is asked from the beginning where it changes while it is read. */
const mostBeginnings = 5;

const Key = z.object({
  userID: z.number().int().positive(),
  username: z.string().max(200).default(''),
  access: z
    .object({ user: z.object({ library: z.boolean().default(false) }).default({ library: false }) })
    .default({
      user: { library: false },
    }),
});

/**
 * Asks whose key it is.
 * @returns null where it is none, or may not read its owner's library.
 * @throws SourceError as the client throws it; `content` for an answer of another shape.
 */
export async function askZoteroOwner(http: HttpClient, access: ZoteroAccess): Promise<ZoteroOwner | null> {
  const answer = await ask(http, access, '/keys/current', [400, 403, 404]);
  if (answer.status !== 200) return null;
  const read = Key.safeParse(await answer.json());
  if (!read.success) throw strange(answer.status);
  const { userID, username, access: allowed } = read.data;
  return allowed.user.library ? { account: String(userID), name: username || String(userID) } : null;
}

/**
 * Asks a library for what has changed since a version of it, page by page; nothing is yielded where nothing has. Where the library
 * changes meanwhile, it is asked anew from the beginning, for pages of two versions do not fit together.
 * @param account the number of the key's owner. @param since 0 for everything.
 * @throws SourceError as the client throws it; `status` 403 where the key has been taken back.
 * Source: https://www.zotero.org/support/dev/web_api/v3/syncing
 */
export async function* askZoteroLibrary(
  http: HttpClient,
  access: ZoteroAccess,
  account: string,
  since: number,
): AsyncGenerator<ZoteroPage> {
  for (let beginning = 1; ; beginning++) {
    let first: number | null = null;
    let done = true;
    for (let start = 0; ; start += pageSize) {
      const query = `since=${since}&start=${start}&limit=${pageSize}&sort=dateAdded&direction=asc&format=json`;
      const answer = await ask(
        http,
        access,
        `/users/${encodeURIComponent(account)}/items/top?${query}`,
        [304],
        start === 0 && since > 0 ? { 'if-modified-since-version': String(since) } : {},
      );
      if (answer.status === 304) return;
      const items = await answer.json();
      const version = numberIn(answer, 'last-modified-version');
      if (!Array.isArray(items) || version === null) throw strange(answer.status);
      first ??= version;
      if (version !== first && beginning < mostBeginnings) {
        done = false;
        break;
      }
      const total = numberIn(answer, 'total-results') ?? items.length;
      const last = items.length === 0 || start + pageSize >= total;
      const gone = last && since > 0 ? await askDeleted(http, access, account, since) : null;
      yield {
        items,
        deleted: gone?.deleted ?? [],
        total,
        version: first,
        last,
        rest: Math.max(restOf(answer), gone?.rest ?? 0),
      };
      if (last) break;
    }
    if (done) return;
  }
}

const Deleted = z.object({ items: z.array(z.string().max(40)).default([]) });

async function askDeleted(
  http: HttpClient,
  access: ZoteroAccess,
  account: string,
  since: number,
): Promise<{ deleted: string[]; rest: number }> {
  const answer = await ask(http, access, `/users/${encodeURIComponent(account)}/deleted?since=${since}`);
  const read = Deleted.safeParse(await answer.json());
  if (!read.success) throw strange(answer.status);
  return { deleted: read.data.items, rest: restOf(answer) };
}

function ask(
  http: HttpClient,
  { baseUrl, key }: ZoteroAccess,
  path: string,
  statuses: readonly number[] = [],
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return http.request(`${baseUrl.replace(/\/$/, '')}${path}`, {
    headers: { 'zotero-api-version': '3', 'zotero-api-key': key, ...headers },
    expect: 'json',
    statuses,
    limit: 16 * 2 ** 20,
  });
}

function restOf(answer: Answer): number {
  return (numberIn(answer, 'backoff') ?? 0) * 1000;
}

function numberIn(answer: Answer, header: string): number | null {
  const text = answer.headers.get(header)?.trim() ?? '';
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}

function strange(status: number): SourceError {
  return new SourceError(
    'content',
    'Zotero did not answer as its documentation says.',
    'Usually this passes. If it stays, the service may have changed: please report it.',
    { status },
  );
}
