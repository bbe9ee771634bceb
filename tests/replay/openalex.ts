import { json } from './json-answer.ts';
import type { ReplayAnswer, Service } from './replay-server.ts';

export type Work = Readonly<Record<string, unknown>>;

export interface OpenAlexContent {
  works: readonly Work[];
  /** DOIs of works that went into another one: the single look-up follows, lists do not. */
  merged?: Readonly<Record<string, string>>;
  /** The only key that is accepted; any goes where it is missing. */
  apiKey?: string;
  /** Credits left of the day's 1,000. Each list takes one. */
  credits?: { left: number };
}

const selectable = new Set(
  'id,doi,title,display_name,publication_date,cited_by_count,is_retracted,authorships,primary_location,best_oa_location,locations,topics,keywords,open_access,abstract_inverted_index,updated_date'.split(
    ',',
  ),
);
const mostValues = 100;

/** Answers like OpenAlex's works since February 2026, by its documentation and by answers that others recorded. */
export function openAlexService(content: OpenAlexContent): Service {
  const credits = content.credits ?? { left: 1000 };
  return ({ path, query }) => {
    const key = query.get('api_key');
    if (key !== null && content.apiKey !== undefined && key !== content.apiKey) {
      return json({ error: 'Invalid API key' }, { status: 401 });
    }
    const unknown = (query.get('select') ?? '').split(',').filter((field) => field && !selectable.has(field));
    if (unknown.length > 0) {
      return refused(`${unknown[0]} is not a valid select field.`, 'Invalid query parameters error.');
    }
    const single = /^\/works\/doi:(.+)$/.exec(path)?.[1];
    if (single !== undefined) return oneWork(content, decodeURIComponent(single), query);
    if (path !== '/works') return json({ error: 'Not found' }, { status: 404 });
    if (credits.left <= 0) {
      return json(
        { error: 'Rate limit exceeded', message: 'Insufficient budget.' },
        { status: 429, headers: limits(0) },
      );
    }
    credits.left--;
    return list(content, query, limits(credits.left));
  };
}

function limits(left: number): Record<string, string> {
  return {
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-credits-used': '1',
    'x-ratelimit-reset': '58798',
  };
}

function oneWork(content: OpenAlexContent, doi: string, query: URLSearchParams): ReplayAnswer {
  const wanted = content.merged?.[doi] ?? doi;
  const work = content.works.find((candidate) => doiOf(candidate) === wanted.toLowerCase());
  return work === undefined
    ? { status: 404, type: 'text/html', body: '<!doctype html><title>404 Not Found</title>' }
    : json(selected(work, query));
}

function list(
  content: OpenAlexContent,
  query: URLSearchParams,
  headers: Record<string, string>,
): ReplayAnswer {
  let works = content.works;
  for (const condition of (query.get('filter') ?? '').split(',').filter(Boolean)) {
    const name = condition.slice(0, condition.indexOf(':'));
    const values = condition.slice(name.length + 1).split('|');
    if (values.length > mostValues) {
      return refused(`Maximum number of values exceeded for ${name}.`, 'Invalid query parameters error.');
    }
    switch (name) {
      case 'doi': {
        const dois = new Set(values.map((value) => value.replace(/^https:\/\/doi\.org\//, '').toLowerCase()));
        works = works.filter((work) => dois.has(doiOf(work)));
        break;
      }
      case 'locations.landing_page_url':
        works = works.filter((work) =>
          (work['locations'] as { landing_page_url: string }[] | undefined)?.some(({ landing_page_url }) =>
            values.includes(landing_page_url),
          ),
        );
        break;
      case 'primary_location.source.id':
        works = works.filter((work) => JSON.stringify(work['primary_location']).includes(`/${values[0]}"`));
        break;
      case 'from_publication_date':
        works = works.filter((work) => String(work['publication_date']) >= String(values[0]));
        break;
      case 'to_publication_date':
        works = works.filter((work) => String(work['publication_date']) <= String(values[0]));
        break;
      case 'from_created_date':
      case 'from_updated_date':
        return json(
          { error: 'Plan upgrade required', message: `The ${name} filter needs a paid plan.` },
          { status: 429 },
        );
      default:
        return refused(`${name} is not a valid field.`, 'Invalid query parameters error.');
    }
  }
  if (query.get('sort') === 'cited_by_count:desc') {
    works = works.toSorted((a, b) => Number(b['cited_by_count'] ?? 0) - Number(a['cited_by_count'] ?? 0));
  }
  const most = Number(query.get('per_page') ?? '25');
  if (most > 100) return refused('per_page must be at most 100.', 'Invalid query parameters error.');
  const cursor = query.get('cursor');
  const start = cursor === null || cursor === '*' ? 0 : Number(atob(cursor));
  const page = works.slice(start, start + most).map((work) => selected(work, query));
  // The last page that holds works still names a next one, which is empty and names none.
  const next = cursor === null || page.length === 0 ? null : btoa(String(start + page.length));
  return json(
    { meta: { count: works.length, per_page: most, next_cursor: next, cost_usd: 0.0001 }, results: page },
    { headers },
  );
}

function selected(work: Work, query: URLSearchParams): Work {
  const select = query.get('select');
  return select === null
    ? work
    : Object.fromEntries(select.split(',').map((field) => [field, work[field] ?? null]));
}

function doiOf(work: Work): string {
  return String(work['doi'] ?? '')
    .replace(/^https:\/\/doi\.org\//, '')
    .toLowerCase();
}

function refused(message: string, error: string): ReplayAnswer {
  return json({ error, message }, { status: 400 });
}
