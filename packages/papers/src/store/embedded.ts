import { PGlite } from '@electric-sql/pglite';
import { pg_textsearch } from '@electric-sql/pglite-pg_textsearch';
import { vector } from '@electric-sql/pglite-pgvector';
import { drizzle } from 'drizzle-orm/pglite';
import * as schema from './schema.ts';
import type { Connection } from './server.ts';
import type { Database } from './store.ts';

const DATE = 1082;
const JSONB = 3802;

/** Starts PGlite on a folder (or in memory, for tests), with the extensions that Broadsheet uses. */
export function startPglite(dataDir: string, snapshot?: Blob): Promise<PGlite> {
  return PGlite.create({
    dataDir,
    extensions: { pg_textsearch, vector },
    parsers: { [DATE]: (value: string) => value },
    serializers: { [JSONB]: jsonbBytes as unknown as (value: unknown) => string },
    ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
  });
}

/** The common interface over an open PGlite. Queries queue behind an open transaction: there is one session. */
export function overPglite(pglite: PGlite): Connection {
  return {
    db: drizzle(pglite, { schema }) as unknown as Database,
    query: async <Row extends object>(sql: string, parameters: unknown[] = []) =>
      (await pglite.query<Row>(sql, parameters)).rows,
    transaction: (work) =>
      pglite.transaction((inside) =>
        work({
          // drizzle asks a client only for `query`, which a PGlite transaction has too.
          db: drizzle(inside as unknown as PGlite, { schema }) as unknown as Database,
          query: async <Row extends object>(sql: string, parameters: unknown[] = []) =>
            (await inside.query<Row>(sql, parameters)).rows,
        }),
      ),
    close: () => pglite.close(),
  };
}

/**
 * JSON in jsonb's binary wire form: a version byte, then UTF-8. PGlite sends bytes as they are, while it measures a
 * string character by character, twice: with batches of papers that took a twentieth of an ingest.
 */
function jsonbBytes(value: unknown): Uint8Array {
  return Buffer.from(`\u0001${typeof value === 'string' ? value : JSON.stringify(value)}`);
}
