import type { Link } from '../record/source-record.ts';
import { Jsonb } from '../store/jsonb.ts';
import type { Store } from '../store/store.ts';
import { standingVotes } from './standing-votes.ts';
import { trendingFormula, trendingScore, type Gain, type TrendingTerms } from './trending.ts';

type Query = Store['query'];

/** Papers to a statement. */
const batchSize = 2000;

interface InputRow {
  id: number;
  votes: number;
  comments: number;
  announcedOn: string | null;
  publishedOn: string | null;
  withdrawn: boolean;
  field: string | null;
  fieldVotes: number;
  code: Link[] | null;
  snapshots: Snapshot[];
  /** Votes cast here, by day. */
  cast: { day: string; votes: number; discounted: number }[];
}

interface Snapshot {
  source: string;
  day: string;
  upvotes: number;
}

/**
 * Counts each field's activity anew and scores again what depends on it or on the time: papers with votes, papers not
 * scored yet, papers that were too far in the future to be, and all papers when the formula has a new version. Run
 * once a day, and after large imports.
 */
export async function refreshTrending(store: Store, { now }: { now: Date }): Promise<{ scored: number }> {
  await store.transaction(async ({ query }) => {
    await query('delete from field_activity');
    await query(
      `insert into field_activity (field, papers, votes)
       select p.primary_category, count(*), sum(s.votes)
         from papers p join standings s on s.paper_id = p.id
        where p.primary_category is not null and p.announced_on > $1::date - 90 and p.announced_on <= $1::date + 1
        group by 1`,
      [now],
    );
  });
  let scored = 0;
  for (let last = 0; ;) {
    const rows = await store.query<{ id: number }>(
      `select paper_id as id from standings
        where paper_id > $1 and (votes > 0 or exists (select from popularity c where c.paper_id = standings.paper_id) or trending_terms is null or trending_terms ->> 'nothing' = 'future'
                or (trending_terms ->> 'formula')::int <> $2)
        order by paper_id limit ${batchSize}`,
      [last, trendingFormula],
    );
    const ids = rows.map(({ id }) => id);
    await store.transaction((inside) => rescorePapers(inside, ids, now));
    scored += ids.length;
    last = ids.at(-1) ?? 0;
    if (ids.length < batchSize) return { scored };
  }
}

/** What is known of a paper that nobody has counted yet. */
export interface FreshPaper {
  id: number;
  announcedOn: string | null;
  publishedOn: string | null;
  withdrawn: boolean;
  field: string | null;
  links: readonly Link[];
}

/**
 * Gives papers without any count their first rows in `standings`: the same scores as `rescorePapers`, from what the caller
 * has in hand.
 */
export async function scoreFreshPapers(
  query: Query,
  papers: readonly FreshPaper[],
  now: Date,
): Promise<void> {
  if (papers.length === 0) return;
  const activity = await query<{ field: string; votes: number }>(
    'select field, votes from field_activity where field = any($1::text[])',
    [[...new Set(papers.flatMap(({ field }) => field ?? []))]],
  );
  const votes = new Map(activity.map((row) => [row.field, row.votes]));
  const scored = papers.map(({ id, announcedOn, publishedOn, withdrawn, field, links }) => {
    const code = links.filter(({ kind }) => kind === 'code');
    return {
      id,
      terms: trendingScore({
        announcedOn,
        publishedOn,
        withdrawn,
        field,
        votes: 0,
        comments: 0,
        fieldVotes: votes.get(field ?? '') ?? 0,
        ...codeOf(code),
        now,
      }),
    };
  });
  await writeScores(query, scored);
}

/** Scores papers from their stored counts and dates. A new paper gets its row in `standings` by this. */
export async function rescorePapers(
  { query }: { query: Query },
  ids: readonly number[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await query<InputRow>(
    `select p.id, coalesce(s.votes, 0) as votes, coalesce(s.comments, 0) as comments, p.withdrawn,
            p.announced_on as "announcedOn", p.published_on as "publishedOn",
            p.primary_category as field, coalesce(f.votes, 0) as "fieldVotes",
            jsonb_path_query_array(p.links, '$[*] ? (@.kind == "code")') as code,
            coalesce((select jsonb_agg(jsonb_build_object('source', c.source, 'day', c.day, 'upvotes', c.upvotes) order by c.day)
                        from popularity c where c.paper_id = p.id), '[]') as snapshots,
            coalesce((select jsonb_agg(jsonb_build_object('day', d.day, 'votes', d.votes, 'discounted', d.discounted) order by d.day)
                        from (select (v.at at time zone 'America/New_York')::date as day,
                                     count(*) filter (where not v.discounted) as votes,
                                     count(*) filter (where v.discounted) as discounted
                                from (${standingVotes('p.id')}) v group by 1) d), '[]') as cast
       from papers p left join standings s on s.paper_id = p.id left join field_activity f on f.field = p.primary_category
      where p.id = any($1::bigint[])`,
    [ids],
  );
  const scored: { id: number; terms: TrendingTerms }[] = rows.map((row) => ({
    id: row.id,
    terms: trendingScore({
      ...row,
      ...codeOf(row.code ?? []),
      gains: [
        ...gainsOf(row.snapshots),
        ...row.cast.flatMap(({ day, votes }) => (votes > 0 ? [{ day, votes, stars: 0 }] : [])),
      ],
      discounted: row.cast.reduce((sum, { discounted }) => sum + discounted, 0),
      now,
    }),
  }));
  await writeScores(query, scored);
}

function codeOf(code: readonly Link[]): { hasCode: boolean; stars: number } {
  return { hasCode: code.length > 0, stars: Math.max(0, ...code.map((link) => link.stars ?? 0)) };
}

async function writeScores(
  query: Query,
  scored: readonly { id: number; terms: TrendingTerms }[],
): Promise<void> {
  await query(
    `insert into standings (paper_id, trending, trending_terms)
     select id, (terms ->> 'score')::float8, terms from jsonb_to_recordset($1::jsonb) as t (id bigint, terms jsonb)
     on conflict (paper_id) do update set trending = excluded.trending, trending_terms = excluded.trending_terms
       where standings.trending_terms is distinct from excluded.trending_terms`,
    [new Jsonb(scored)],
  );
}

/** From one day's count to the next: what came. A count that falls and rises again brings nothing new. */
function gainsOf(snapshots: readonly Snapshot[]): Gain[] {
  return [...Map.groupBy(snapshots, ({ source }) => source)].flatMap(([source, counts]) => {
    let most = counts[0]?.upvotes ?? 0;
    return counts.slice(1).flatMap(({ day, upvotes }) => {
      const came = upvotes - most;
      if (came <= 0) return [];
      most = upvotes;
      return [source === 'github' ? { day, votes: 0, stars: came } : { day, votes: came, stars: 0 }];
    });
  });
}
