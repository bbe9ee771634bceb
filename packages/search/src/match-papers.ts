import { shown, type PaperSummary, type Store } from '@broadsheet/papers';
import { explainHit } from './explain-hit.ts';
import { conditionsOf } from './lexical/conditions.ts';
import { termsByReading } from './lexical/terms-by-reading.ts';
import { maxQueryLength } from './query/ast.ts';
import { parseQuery } from './query/parse-query.ts';
import { readQuery } from './query/prose.ts';

/**
 * Which of some papers a query holds for: a watched search over what is new. As in a search by date, papers must hold all
 * free words; nothing is corrected, since a new word may be just what is watched for.
 * @param among Ids, at most some thousands: each paper is read.
 * @returns Their ids, in the order given. None for a query that asks for nothing (empty, stop words alone).
 */
export async function matchPapers(store: Store, query: string, among: readonly number[]): Promise<number[]> {
  const parsed = await readQuery(store, parseQuery(query.slice(0, maxQueryLength)));
  const { where, parameters } = await conditionsOf(termsByReading(store), parsed, 2, true);
  if (where === 'true' || among.length === 0) return [];
  const rows = await store.query<{ id: number }>(
    `select p.id from papers p where p.id = any($1::bigint[]) and ${where} and ${shown}`,
    [among, ...parameters],
  );
  const found = new Set(rows.map(({ id }) => id));
  return among.filter((id) => found.has(id));
}

/** Which words, phrases and operators of a query a paper met, of those that `matchPapers` gave. */
export function explainMatch(query: string, paper: PaperSummary): string[] {
  return explainHit(parseQuery(query.slice(0, maxQueryLength)), paper);
}
