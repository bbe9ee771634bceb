import { analyse, lexicalIndex, shown, type Store } from '@broadsheet/papers';

/** A connection inside the transaction that `withLexicalIndex` opened. */
export type Inside = Pick<Store, 'query'>;

/** More papers than any store of this program holds: an index scan without a limit would not be in index order. */
const everything = 10_000_000;

/**
 * Runs work in a transaction in which the planner reads the BM25 index for every ordering by score. Left alone it
 * prefers, for long results, to sort all papers by a score that it computes afresh for each, at 0.15 ms a paper.
 */
export function withLexicalIndex<T>(store: Store, work: (inside: Inside) => Promise<T>): Promise<T> {
  return store.transaction(async (inside) => {
    if (store.capabilities.bm25) await inside.query(`select set_config('enable_sort', 'off', true)`);
    return work(inside);
  });
}

/** All papers that contain a word, in any inflection. */
export async function papersWithWord(store: Store, inside: Inside, word: string): Promise<Set<number>> {
  const rows = store.capabilities.bm25
    ? await inside.query<{ id: number }>(
        `select id from papers order by terms <@> to_bm25query($1, '${lexicalIndex}') limit ${everything}`,
        [analyse(word)],
      )
    : await inside.query<{ id: number }>(
        `select id from papers where lexemes @@ plainto_tsquery('english', $1)`,
        [word],
      );
  return new Set(rows.map(({ id }) => id));
}

/**
 * The papers that match free text best, best first, among those that meet the conditions. Equal scores go by id, the
 * newer first, so that pages are stable.
 * @param where SQL over `papers p` with parameters from `$2` on.
 */
export async function bestPapers(
  store: Store,
  inside: Inside,
  words: readonly string[],
  where: string,
  parameters: readonly unknown[],
  limit: number,
): Promise<{ id: number; score: number }[]> {
  const rows = store.capabilities.bm25
    ? await inside.query<{ id: number; score: number }>(
        `select p.id, -bm25_get_current_score() as score from papers p where ${where} and ${shown}
          order by p.terms <@> to_bm25query($1, '${lexicalIndex}') limit ${limit}`,
        [analyse(words.join(' ')), ...parameters],
      )
    : await inside.query<{ id: number; score: number }>(
        `select p.id, ts_rank('{0.1, 0.2, 0.6, 1.0}', p.lexemes, q.query, 1) as score from papers p,
           (select string_agg(t::text, ' | ')::tsquery as query
              from unnest($1::text[]) w, plainto_tsquery('english', w) t where numnode(t) > 0) q
          where p.lexemes @@ q.query and ${where} and ${shown} order by score desc, p.id desc limit ${limit}`,
        [words, ...parameters],
      );
  return rows.sort((a, b) => b.score - a.score || b.id - a.id);
}
