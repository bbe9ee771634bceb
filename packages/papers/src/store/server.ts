import pg from 'pg';
import type { Store } from './store.ts';

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

/** Ids fit a double (checked by PostgreSQL's own limits on this schema); dates stay the text they are. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number;
    if (oid === INT8_ARRAY) return numbers;
    if (oid === DATE) return (value: string) => value;
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  },
};

/** `{1,2,NULL}`, which this schema's arrays never are of more dimensions than one. */
function numbers(text: string): (number | null)[] {
  return text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((part) => (part === 'NULL' ? null : Number(part)));
}

export type Connection = Pick<Store, 'query' | 'script' | 'transaction' | 'close'>;

/**
 * Opens a pool of connections to a Postgres server.
 * @param options `pg`'s own: a connection string, or a socket folder as `host`.
 * @param size Connections at most; 1 for another process's embedded store, which works one at a time anyway.
 */
export async function connect(options: pg.PoolConfig, size: number): Promise<Connection> {
  const pool = new pg.Pool({ ...options, max: size, types: parsers, application_name: 'broadsheet' });
  // An idle connection that the server closes is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {});
  const first = await pool.connect();
  first.release();
  return {
    query: async <Row extends object>(sql: string, parameters: unknown[] = []) =>
      (await pool.query(sql, parameters)).rows as Row[],
    async script(sql) {
      const results = (await pool.query(sql)) as pg.QueryResult<object> | pg.QueryResult<object>[];
      return [results].flat().flatMap(({ rows }) => rows ?? []);
    },
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const result = await work({
          query: async <Row extends object>(sql: string, parameters: unknown[] = []) =>
            (await client.query(sql, parameters)).rows as Row[],
        });
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

/** A server's address as people may see it: without the password. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
