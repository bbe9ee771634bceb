import type { Store } from '../store/store.ts';

/** Two papers that may be the same one. */
export interface DuplicateSuggestion {
  /** The earlier of the two, by internal id. */
  readonly paperId: number;
  readonly otherId: number;
  /** Of their vectors. */
  readonly cosine: number;
  /** Share of words that their titles have in common, 0 to 1. */
  readonly titles: number;
}

/** Keeps suggestions. One that is known, or was dismissed, stays as it is. @returns how many are new. */
export async function saveSuggestions(
  store: Pick<Store, 'query'>,
  suggestions: readonly DuplicateSuggestion[],
): Promise<number> {
  if (suggestions.length === 0) return 0;
  const rows = await store.query(
    `insert into duplicate_suggestions (paper_id, other_id, cosine, titles)
     select s."paperId", s."otherId", s.cosine, s.titles
       from jsonb_to_recordset($1::jsonb) as s ("paperId" bigint, "otherId" bigint, cosine real, titles real)
       join papers a on a.id = s."paperId" join papers b on b.id = s."otherId"
     on conflict do nothing returning paper_id`,
    [JSON.stringify(suggestions)],
  );
  return rows.length;
}

/** Suggestions that wait for a decision, the surest first. */
export function listSuggestions(
  store: Pick<Store, 'query'>,
  limit: number,
): Promise<(DuplicateSuggestion & { readonly foundAt: Date })[]> {
  return store.query(
    `select paper_id as "paperId", other_id as "otherId", cosine, titles, found_at as "foundAt"
       from duplicate_suggestions where dismissed_at is null
      order by titles desc, cosine desc, paper_id, other_id limit $1`,
    [limit],
  );
}

/** Says that two papers are two: they are not suggested again. @returns false where they were not suggested. */
export async function dismissSuggestion(
  store: Pick<Store, 'query'>,
  first: number,
  second: number,
): Promise<boolean> {
  const rows = await store.query(
    `update duplicate_suggestions set dismissed_at = now()
      where paper_id = $1 and other_id = $2 and dismissed_at is null returning paper_id`,
    [Math.min(first, second), Math.max(first, second)],
  );
  return rows.length > 0;
}
