/** What this database can do beyond plain Postgres. Asked once, at opening. */
export interface Capabilities {
  /** BM25 by pg_textsearch; without it, built-in full-text search serves. */
  bm25: boolean;
  /** pgvector; without it, the program runs without vectors. */
  vectors: boolean;
}

/** An open store. Made by `openStore`; closed once, by whoever opened it. */
export interface Store {
  readonly kind: 'embedded' | 'server';
  /** Where the data lie, for people: a folder, or a server's address without its password. */
  readonly location: string;
  readonly capabilities: Capabilities;
  /** Sentences that the operator should read (a missing extension and what it costs). */
  readonly notices: readonly string[];
  /** One statement with `$1` parameters (docs/decisions/002-query-builder.md). Much JSON goes as a `Jsonb`. */
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Several statements without parameters; the rows of all of them. */
  script(sql: string): Promise<object[]>;
  /** Commits what `work` did, or undoes it when it throws. */
  transaction<T>(work: (inside: Pick<Store, 'query'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
