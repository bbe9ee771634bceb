import type { FacetedQuery } from './read-csfcube.ts';

/** Something that ranks a pool. */
export interface PoolSystem {
  readonly name: string;
  /** The score of each paper of the query's pool, the larger the more similar. */
  score(query: FacetedQuery): ReadonlyMap<string, number>;
}

/** A pool in the order of its scores; of equal ones the smaller id first, so that it does not depend on the order of files. */
export function rankPool(scores: ReadonlyMap<string, number>): string[] {
  return [...scores.keys()].sort(
    (a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || (a < b ? -1 : a > b ? 1 : 0),
  );
}
