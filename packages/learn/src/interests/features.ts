/** A vector of which most numbers are 0: the others, each with its place. No place stands twice. */
export interface SparseVector {
  readonly places: readonly number[];
  readonly values: readonly number[];
}

/** A paper, or any other text, as an interest sees it. */
export interface Features {
  /** Its vector by an encoder, of length one; null where no encoder has read it. */
  readonly meaning: ArrayLike<number> | null;
  /** Weights of its terms, of length one together; empty where none is known. */
  readonly words: SparseVector;
}
