import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { pg_textsearch } from '@electric-sql/pglite-pg_textsearch';
import { vector } from '@electric-sql/pglite-pgvector';
import { Jsonb } from './jsonb.ts';
import type { Connection } from './server.ts';

const DATE = 1082;
const JSONB = 3802;

/**
 * PostgreSQL's settings for one user on one machine. Its default of 160 MiB of buffers would be held twice, since the
 * system keeps the same files in memory; 32 MiB were as fast for 100,000 papers (docs/decisions/005-ingest.md).
 */
const settings = {
  shared_buffers: '32MB',
  max_connections: '8',
  max_wal_size: '512MB',
  wal_init_zero: 'off',
};

/**
 * V8 compiles a function of PGlite's once more, thoroughly, when so many bytes of it were run, and no process ends before
 * that is done. One of them takes 2.5 s and 600 MB, which at V8's own 13 million bytes every single command paid; with a
 * billion, an import and searches were as fast as before (docs/decisions/007-opening-the-store.md).
 */
setFlagsFromString('--wasm-tiering-budget=1000000000');

/** Starts PGlite on a folder (or in memory, for tests), with the extensions that Broadsheet uses. */
export function startPglite(dataDir: string, snapshot?: Blob): Promise<PGlite> {
  return PGlite.create({
    dataDir,
    extensions: { pg_textsearch, vector },
    startParams: [
      ...PGlite.defaultStartParams,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    parsers: { [DATE]: (value: string) => value },
    serializers: { [JSONB]: jsonbBytes as unknown as (value: unknown) => string },
    ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
  });
}

/** The common interface over a PGlite of this thread. Queries queue behind an open transaction: there is one session. */
export function overPglite(pglite: PGlite): Connection {
  return {
    query: async <Row extends object>(sql: string, parameters: unknown[] = []) =>
      (await pglite.query<Row>(sql, parameters)).rows,
    script: async (sql) => (await pglite.exec(sql)).flatMap(({ rows }) => rows as object[]),
    transaction: (work) =>
      pglite.transaction((inside) =>
        work({
          query: async <Row extends object>(sql: string, parameters: unknown[] = []) =>
            (await inside.query<Row>(sql, parameters)).rows,
        }),
      ),
    close: () => pglite.close(),
  };
}

/** Bytes are a `Jsonb`'s, which came from the program's thread. */
function jsonbBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return (value instanceof Jsonb ? value : new Jsonb(value as object | string)).bytes;
}
