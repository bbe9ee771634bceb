import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from './schema.ts';

/** The same typed query interface over PGlite and over a Postgres server. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

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
  readonly db: Database;
  /** Plain SQL with `$1` parameters, for the few places where an index operator has no typed form. */
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  transaction<T>(work: (inside: Pick<Store, 'db' | 'query'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
