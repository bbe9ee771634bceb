import { json } from './json-answer.ts';
import type { ReplayAnswer, Service } from './replay-server.ts';

export interface IndexedWork {
  /** The UTC day on which it was indexed last. */
  indexedOn: string;
  work: Readonly<Record<string, unknown>>;
}

export interface CrossrefContent {
  works: readonly IndexedWork[];
  /** As the headers tell it. Default: the public pool of June 2026. */
  limit?: { requests: number; interval: string };
}

const selectable = new Set(
  'abstract,URL,resource,member,posted,score,created,degree,update-policy,short-title,license,ISSN,container-title,issued,update-to,issue,prefix,approved,indexed,article-number,clinical-trial-number,accepted,author,group-title,DOI,is-referenced-by-count,updated-by,event,chair,standards-body,original-title,funder,translator,published,archive,published-print,alternative-id,subject,subtitle,published-online,publisher-location,content-domain,reference,title,link,type,publisher,volume,references-count,ISBN,issn-type,assertion,deposited,page,content-created,short-container-title,relation,editor'.split(
    ',',
  ),
);
const filters = new Set([
  'issn',
  'member',
  'prefix',
  'type',
  'has-abstract',
  'from-pub-date',
  'from-index-date',
  'until-index-date',
]);

/** A search that is kept open: how far it was read, and when last. */
interface Search {
  works: readonly IndexedWork[];
  at: number;
  touched: number;
}

/** Milliseconds after which a search is closed. */
const keptOpen = 300_000;

/**
 * Answers like Crossref's works with cursors, by answers that others recorded. A cursor is a search of Elasticsearch that
 * is kept open: its name stays the same, and every request moves it on.
 */
export function crossrefService(content: CrossrefContent): Service {
  const searches = new Map<string, Search>();
  return ({ path, query, now }) => {
    const { requests, interval } = content.limit ?? { requests: 5, interval: '1s' };
    const headers = {
      'x-api-pool': query.has('mailto') ? 'polite' : 'public',
      'x-rate-limit-limit': String(requests),
      'x-rate-limit-interval': interval,
      'x-concurrency-limit': '1',
    };
    if (path !== '/works') return { status: 404, type: 'text/plain', headers, body: 'Resource not found.' };
    const wrong = (query.get('select') ?? '').split(',').find((field) => field && !selectable.has(field));
    if (wrong !== undefined) {
      return failed('validation-failure', 'select-not-available', 400, wrong, headers);
    }
    const conditions = (query.get('filter') ?? '').split(',').map((condition) => {
      const at = condition.indexOf(':');
      return [condition.slice(0, at), condition.slice(at + 1)] as const;
    });
    const unknown = conditions.find(([name]) => !filters.has(name));
    if (unknown !== undefined) {
      return failed('validation-failure', 'filter-not-available', 400, unknown[0], headers);
    }
    const rows = Number(query.get('rows') ?? '20');
    const name = query.get('cursor') ?? '';
    let search = searches.get(name);
    if (name === '*') {
      const value = (field: string) => conditions.find(([given]) => given === field)?.[1] ?? '';
      search = {
        works: content.works.filter(
          ({ indexedOn }) => indexedOn >= value('from-index-date') && indexedOn <= value('until-index-date'),
        ),
        at: 0,
        touched: now.getTime(),
      };
    } else if (search === undefined || now.getTime() - search.touched > keptOpen) {
      return failed('resource-failure', 'cursor-invalid', 404, name, headers);
    }
    const id = name === '*' ? btoa(`search ${searches.size}`) : name;
    searches.set(id, { ...search, at: search.at + rows, touched: now.getTime() });
    const select = (query.get('select') ?? '').split(',');
    return json(
      {
        status: 'ok',
        'message-type': 'work-list',
        'message-version': '1.0.0',
        message: {
          facets: {},
          'next-cursor': id,
          'total-results': search.works.length,
          items: search.works
            .slice(search.at, search.at + rows)
            .map(({ work }) =>
              Object.fromEntries(Object.entries(work).filter(([field]) => select.includes(field))),
            ),
          'items-per-page': rows,
        },
      },
      { headers },
    );
  };
}

function failed(
  kind: string,
  type: string,
  status: number,
  value: string,
  headers: Record<string, string>,
): ReplayAnswer {
  const message = type === 'cursor-invalid' ? 'Cursor specified but it is invalid' : `There is no ${value}.`;
  return json(
    { status: 'failed', 'message-type': kind, message: [{ type, value, message }] },
    { status, headers },
  );
}
