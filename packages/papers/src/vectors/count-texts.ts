import type { Store } from '../store/store.ts';

/**
 * How many papers there are, and the highest id of them: who reads texts up to it more than once meets the same papers, whatever
 * arrives meanwhile. The id is 0 where there are no papers.
 */
export async function countTexts(
  store: Pick<Store, 'query'>,
  until = Number.MAX_SAFE_INTEGER,
): Promise<{ papers: number; last: number }> {
  const [row] = await store.query<{ papers: number; last: number }>(
    'select count(*)::int as papers, coalesce(max(id), 0)::bigint as last from papers where id <= $1',
    [until],
  );
  return row ?? { papers: 0, last: 0 };
}

/** How many papers there are, and how many of them came to the store after a moment. */
export async function countTextsSince(
  store: Pick<Store, 'query'>,
  moment: Date,
): Promise<{ papers: number; since: number }> {
  const [row] = await store.query<{ papers: number; since: number }>(
    `select count(*)::int as papers, count(*) filter (where first_seen_at > $1)::int as since from papers`,
    [moment],
  );
  return row ?? { papers: 0, since: 0 };
}
