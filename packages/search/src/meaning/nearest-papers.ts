import type { Conditions } from '../lexical/conditions.ts';

/** A paper and how near it is: the cosine of its vector with a query's, as far as 8 bits tell. Of vectors only directions count. */
export interface NearPaper {
  readonly id: number;
  readonly cosine: number;
}

/** What knows the vectors of papers, wherever they lie. Papers at a right angle or beyond are near to nothing and left out. */
export interface NearestPapers {
  /**
   * For each query, codes int8 [n, dimensions], the `most` nearest of the papers that meet the conditions, the nearest first.
   * @param conditions SQL over `papers p` with parameters from `$2` on.
   * @param once looks among the nearest few times `most` alone: the lists may then be shorter than they could be.
   */
  nearest(queries: Int8Array, most: number, conditions: Conditions, once?: boolean): Promise<NearPaper[][]>;
  /** The same among some papers, at most some thousands. */
  nearestAmong(queries: Int8Array, most: number, among: readonly number[]): Promise<NearPaper[][]>;
  /** The codes of those papers that have some, by id. */
  codesOf(ids: readonly number[]): Promise<Map<number, Int8Array>>;
}
