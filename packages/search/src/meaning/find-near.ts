import type { Store } from '@broadsheet/papers';
import type { Conditions } from '../lexical/conditions.ts';
import type { NearestPapers, NearPaper } from './nearest-papers.ts';

/** Papers that meet conditions are compared one by one up to this many; more are found by going through the nearest. */
const few = 5000;

/**
 * For each query the `most` nearest of the papers that meet the conditions, the nearest first.
 * @param queries codes, int8 [n, dimensions] @param conditions SQL over `papers p` with parameters from `$2` on.
 */
export async function findNear(
  store: Store,
  vectors: NearestPapers,
  queries: Int8Array,
  most: number,
  conditions: Conditions,
): Promise<NearPaper[][]> {
  const { where, parameters } = conditions;
  if (where !== 'true') {
    // Most conditions leave enough of the nearest. Where one does not, it is seldom met, and all that meet it are compared.
    const lists = await vectors.nearest(queries, most, conditions, true);
    if (lists.every((list) => list.length >= most)) return lists;
    const rows = await store.query<{ id: number }>(`select p.id from papers p where ${where} limit $1::int`, [
      few + 1,
      ...parameters,
    ]);
    if (rows.length <= few)
      return vectors.nearestAmong(
        queries,
        most,
        rows.map(({ id }) => id),
      );
  }
  return vectors.nearest(queries, most, conditions);
}
