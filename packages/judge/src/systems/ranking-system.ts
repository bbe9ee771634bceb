/** Documents, best first, none twice. */
export type Ranking = readonly string[];

/** A query as a system sees it: without what people judged. */
export interface Query {
  readonly id: string;
  readonly text: string;
}

/** Something that finds documents. */
export interface RankingSystem {
  /** For tables: `BM25`, `hybrid`. */
  readonly name: string;
  /** A ranking for each query, in their order, of at most `depth` documents. */
  rank(queries: readonly Query[], depth: number, watch?: Watch): Promise<Ranking[]>;
}

/** How somebody follows long work, and ends it. */
export interface Watch {
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}
