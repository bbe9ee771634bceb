import type { Store } from '@broadsheet/papers';
import { deepest, type Matches } from './find-matches.ts';
import { fuseRanks } from './fusion/fuse-ranks.ts';
import { conditionsOf } from './lexical/conditions.ts';
import { narrowed, type Narrowing } from './lexical/narrowed.ts';
import { termsByReading } from './lexical/terms-by-reading.ts';
import type { Query } from './query/ast.ts';

/**
 * Of papers that were found by other means those that a query's operators, phrases, required words and exclusions hold for, in
 * their order.
 */
export async function findBeside(
  store: Store,
  query: Query,
  ids: readonly number[],
  narrowing: Narrowing,
): Promise<number[]> {
  const wanted = ids.slice(0, deepest);
  if (wanted.length === 0) return [];
  const asked = await conditionsOf(termsByReading(store), query, 2, false);
  const { where, parameters } = narrowed(asked, narrowing, 2);
  const rows = await store.query<{ id: number }>(
    `select p.id from papers p where p.id = any($1::bigint[]) and ${where}`,
    [wanted, ...parameters],
  );
  const holding = new Set(rows.map(({ id }) => id));
  return wanted.filter((id) => holding.has(id));
}

/** One list of what a query found and what was found beside it, both weighed alike. */
export function fuseBeside(matches: Matches, beside: readonly number[], k: number): Matches {
  if (beside.length === 0) return matches;
  const found = fuseRanks(
    [
      { ids: matches.found.map(({ id }) => id), weight: 1 },
      { ids: [...beside], weight: 1 },
    ],
    k,
  )
    .slice(0, deepest)
    .map(({ id, score }) => ({ id, score }));
  return { ...matches, found, total: Math.max(matches.total, found.length) };
}
