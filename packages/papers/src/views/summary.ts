import type { Store } from '../store/store.ts';
import type { PaperSummary } from './paper.ts';
import { shown } from './shown.ts';

/**
 * The columns of a PaperSummary, selected from `papers p join standings s`. The one place that says how a row becomes
 * what readers see; every list and search answer goes through getPapers.
 */
const summaryColumns = `
  p.id, coalesce(a.value, 'p' || p.id) as key, a.value as "arxivId",
  (select min(i.value) from identities i where i.paper_id = p.id and i.scheme = 'doi' and i.confirmed) as doi,
  p.title, p.abstract, p.authors, p.categories, p.venue, p.year,
  case p.published_precision when 'year' then to_char(p.published_on, 'YYYY')
    when 'month' then to_char(p.published_on, 'YYYY-MM') else p.published_on::text end as published,
  p.published_at as "publishedAt", p.updated_at as "updatedAt", p.announced_on as "announcedOn", p.summary, p.keywords,
  p.links, p.withdrawn, p.citations,
  exists (select from featured_papers f where f.paper_id = p.id) as featured, s.votes, s.comments, s.trending, s.trending_terms as "trendingTerms",
  exists (select from comments c join claims k on k.paper_id = c.paper_id and k.member_id = c.member_id
    where c.paper_id = p.id and c.removed_at is null and k.state = 'accepted') as "authorsAnswer",
  p.first_seen_at as "firstSeenAt", p.changed_at as "changedAt"`;

/** To stand between `from papers p` and `where`. A paper has one arXiv id at most; the join keeps it cheap. */
const summaryJoins = `
  join standings s on s.paper_id = p.id
  left join lateral (select min(i.value) as value from identities i
    where i.paper_id = p.id and i.scheme = 'arxiv' and i.confirmed) a on true`;

/**
 * Papers by internal id, in the order given; ids that do not exist are left out, and so are hidden papers, but for moderators.
 * @param hidden also those that editors have hidden.
 */
export async function getPapers(
  store: Pick<Store, 'query'>,
  ids: readonly number[],
  { hidden = false }: { hidden?: boolean } = {},
): Promise<PaperSummary[]> {
  if (ids.length === 0) return [];
  return store.query<PaperSummary>(
    `select ${summaryColumns}
       from unnest($1::bigint[]) with ordinality as wanted (id, place) join papers p on p.id = wanted.id ${summaryJoins}
      ${hidden ? '' : `where ${shown}`} order by wanted.place`,
    [ids],
  );
}
