import { ndcg } from './ndcg.ts';

/**
 * NDCG%p of a ranked pool, 0 to 1: nDCG down to p per cent of the pool's size, rounded down, as CSFCube's own scorer counts
 * (Mysore, O'Gorman, McCallum and Zamani 2021): the gain of a document is its grade itself, 0 to 3, discounted by the binary
 * logarithm of its place and 1, over what the best order of the pool would earn.
 * @param ranking The whole pool, best first.
 * @param grades The grade of each document of the pool.
 * @throws RangeError where the ranking is not of as many documents as the pool has.
 */
export function poolNdcg(
  ranking: readonly string[],
  grades: ReadonlyMap<string, number>,
  percent = 20,
): number {
  if (ranking.length !== grades.size)
    throw new RangeError(`A ranking of ${ranking.length} documents for a pool of ${grades.size}.`);
  return ndcg(ranking, grades, Math.floor((percent / 100) * ranking.length));
}
