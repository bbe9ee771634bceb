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
