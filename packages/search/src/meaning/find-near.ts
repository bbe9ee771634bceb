import type { Store } from '@broadsheet/papers';
import type { Conditions } from '../lexical/conditions.ts';
import { findFewPapers } from './few-papers.ts';
import type { NearestPapers, NearPaper } from './nearest-papers.ts';

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
  const { where } = conditions;
  if (where !== 'true') {
    // Most conditions leave enough of the nearest. Where one does not, it is seldom met, and all that meet it are compared.
    const lists = await vectors.nearest(queries, most, conditions, true);
    if (lists.every((list) => list.length >= most)) return lists;
    const few = await findFewPapers(store, conditions);
    if (few !== null) return vectors.nearestAmong(queries, most, few);
  }
  return vectors.nearest(queries, most, conditions);
}
