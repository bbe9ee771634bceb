import { shown, type Store } from '@broadsheet/papers';
import type { SearchAnswer, SortOrder } from './answer.ts';
import { narrowed, type Narrowing } from './lexical/narrowed.ts';
import { conditionsOf } from './lexical/conditions.ts';
import { termsByIndex } from './lexical/terms-by-index.ts';
import { bestPapers, withLexicalIndex, type Inside } from './lexical/index-lookup.ts';
import { countFacets } from './facets/count-facets.ts';
import type { Query } from './query/ast.ts';
import { freeTexts } from './query/free-text.ts';

/** How deep a result list goes, and over how many best papers facets count. */
export const deepest = 1000;

/** What a query finds: at most the best thousand papers, in order. */
export interface Matches {
  found: { id: number; score: number }[];
  total: number;
  totalIsExact: boolean;
  facets: SearchAnswer['facets'];
}

/** Finds a query's papers by score, or, without free words or for another order, by date or votes. */
export function findMatches(
  store: Store,
  query: Query,
  sort: SortOrder,
  facets: boolean,
  narrowing: Narrowing = {},
): Promise<Matches> {
  return withLexicalIndex(store, async (inside) => {
    const words = freeTexts(query);
    const matches =
      sort === 'relevance' && words.length > 0
        ? await byScore(store, inside, query, words, narrowing)
        : await byColumn(store, inside, query, sort, narrowing);
    return {
      ...matches,
      facets: facets
        ? await countFacets(
            inside,
            matches.found.map(({ id }) => id),
          )
        : null,
    };
  });
}

async function byScore(
  store: Store,
  inside: Inside,
  query: Query,
  words: string[],
  narrowing: Narrowing,
): Promise<Omit<Matches, 'facets'>> {
  const asked = await conditionsOf(termsByIndex(store, inside), query, 2, false);
  const { where, parameters } = narrowed(asked, narrowing, 2);
  const rows = await bestPapers(store, inside, words, where, parameters, deepest + 1);
  const found = rows.slice(0, deepest);
  return { found, total: found.length, totalIsExact: rows.length <= deepest };
}

const columns: Record<SortOrder, string> = {
  relevance: 'p.published_on desc nulls last, p.id desc',
  date: 'p.published_on desc nulls last, p.id desc',
  votes: 's.votes desc, p.published_on desc nulls last, p.id desc',
};

async function byColumn(
  store: Store,
  inside: Inside,
  query: Query,
  sort: SortOrder,
  narrowing: Narrowing,
): Promise<Omit<Matches, 'facets'>> {
  const nothing = { found: [], total: 0, totalIsExact: true };
  if (query.clauses.length === 0) return nothing;
  const asked = await conditionsOf(termsByIndex(store, inside), query, 1, true);
  // Only stop words: nothing is asked for, and everything would be the answer.
  if (asked.where === 'true') return nothing;
  const { where, parameters } = narrowed(asked, narrowing, 1);
  const from = `from papers p join standings s on s.paper_id = p.id where ${where} and ${shown}`;
  const [counted] = await inside.query<{ total: number }>(
    `select count(*)::int as total ${from}`,
    parameters,
  );
  const rows = await inside.query<{ id: number }>(
    `select p.id ${from} order by ${columns[sort]} limit ${deepest}`,
    parameters,
  );
  return { found: rows.map(({ id }) => ({ id, score: 0 })), total: counted?.total ?? 0, totalIsExact: true };
}
