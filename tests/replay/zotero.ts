import { json } from './json-answer.ts';
import type { Service } from './replay-server.ts';

/** A library as it stands at one moment; change it to let time pass. */
export interface ZoteroContent {
  key: string;
  userID: number;
  username: string;
  /** Whether the key may read the library. */
  library: boolean;
  version: number;
  /** Each with the version at which it last changed. */
  items: { key: string; version: number; data: Record<string, unknown> }[];
  deleted: { key: string; version: number }[];
  /** Seconds of the `Backoff` header; none where 0. */
  backoff?: number;
}

/**
 * Answers like Zotero's web API, version 3: `/keys/current`, `/users/N/items/top`, `/users/N/deleted`, in the shapes of its
 * documentation (https://www.zotero.org/support/dev/web_api/v3/start).
 */
export function zoteroService(content: ZoteroContent): Service {
  return ({ path, query, headers }) => {
    const all = {
      'last-modified-version': String(content.version),
      'zotero-api-version': '3',
      ...(content.backoff === undefined ? {} : { backoff: String(content.backoff) }),
    };
    if (headers['zotero-api-version'] !== '3') return json('Version missing', { status: 400 });
    if (headers['zotero-api-key'] !== content.key) return json('Invalid key', { status: 403 });
    const { userID, username, library } = content;
    if (path === '/keys/current')
      return json({ key: content.key, userID, username, displayName: '', access: { user: { library } } });
    const since = Number(query.get('since') ?? 0);
    if (path === `/users/${userID}/items/top`) {
      if (headers['if-modified-since-version'] === String(content.version))
        return { status: 304, type: 'text/plain', headers: all, body: '' };
      const changed = content.items.filter(({ version }) => version > since);
      const start = Number(query.get('start') ?? 0);
      const limit = Math.min(100, Number(query.get('limit') ?? 25));
      return {
        ...json(changed.slice(start, start + limit)),
        headers: { ...all, 'total-results': String(changed.length) },
      };
    }
    if (path === `/users/${userID}/deleted`)
      return {
        ...json({
          collections: [],
          items: content.deleted.filter(({ version }) => version > since).map(({ key }) => key),
          searches: [],
          tags: [],
        }),
        headers: all,
      };
    return json('Not found', { status: 404 });
  };
}
