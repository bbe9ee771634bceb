import type { Store } from '../store/store.ts';
import { shown } from './shown.ts';

/** A paper that is news, with what it can be chosen by. */
export interface NewsItem {
  id: number;
  categories: string[];
  venue: string | null;
  /** `authorKey` of each author, in order. */
  authors: string[];
}

/** What is news to somebody who has read everything up to some day. */
export interface NewsRequest {
  /** First and last announcement day (America/New_York), inclusive. */
  from: string;
  to: string;
  /**
   * When the reader looked last. What came to the store after that is news too, when it was announced in the two weeks before
   * `from` (a late day), or has no announcement day and was published within the last 400 days. null: not.
   */
  since: Date | null;
}

/** Days before `from` that a late paper may have been announced on. */
const lateDays = 14;
const freshDays = 400;

/** Papers that are news, by their trending score; withdrawn and hidden ones are left out. */
export async function listNews(
  store: Pick<Store, 'query'>,
  { from, to, since }: NewsRequest,
): Promise<NewsItem[]> {
  return store.query<NewsItem>(
    `select p.id, p.categories, p.venue,
            (select coalesce(array_agg(a.name_key order by a.position), '{}') from authorships a
              where a.paper_id = p.id) as authors
       from papers p join standings s on s.paper_id = p.id
      where ${shown} and not p.withdrawn
        and (p.announced_on between $1::date and $2::date
             or (p.first_seen_at > $3::timestamptz and p.announced_on between $1::date - ${lateDays} and $1::date - 1)
             or (p.first_seen_at > $3::timestamptz and p.announced_on is null
                 and p.published_on between $2::date - ${freshDays} and $2::date + 1))
      order by s.trending desc, p.id desc`,
    [from, to, since],
  );
}

/**
 * Tells the present ids of papers: a paper that has been merged into another since has that other's.
 * @param ids All that will be asked about.
 */
export async function presentIdOf(
  store: Pick<Store, 'query'>,
  ids: readonly number[],
): Promise<(id: number) => number> {
  if (ids.length === 0) return (id) => id;
  const rows = await store.query<{ old: number; now: number }>(
    'select old_id as old, paper_id as now from merged_papers where old_id = any($1::bigint[])',
    [ids],
  );
  const now = new Map(rows.map((row) => [row.old, row.now]));
  return (id) => now.get(id) ?? id;
}
