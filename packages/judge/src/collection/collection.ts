/** A document that can be found. */
export interface JudgedDocument {
  readonly id: string;
  /** Empty where the collection has none. */
  readonly title: string;
  readonly text: string;
}

/** A query with what people said of documents. */
export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
  /** Grade by document; above 0 is relevant. At least one is. */
  readonly grades: ReadonlyMap<string, number>;
}

/** A collection in which people judged what answers which query. */
export interface Collection {
  /** The folder's name. */
  readonly name: string;
  readonly documents: readonly JudgedDocument[];
  /** Those with at least one relevant document. */
  readonly queries: readonly JudgedQuery[];
  /** What was left out and why, for people: file, line, reason. */
  readonly faults: readonly CollectionFault[];
}

/** A line that was left out. */
export interface CollectionFault {
  /** Relative to the collection's folder. */
  readonly file: string;
  /** From 1 on; null where it is about the file as a whole. */
  readonly line: number | null;
  readonly reason: string;
}
