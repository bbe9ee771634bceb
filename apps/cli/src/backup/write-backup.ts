import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { newestMigration, type Store } from '@broadsheet/papers';
import { backupTables, type BackupTable } from './tables.ts';

/** Rows to a query: memory holds one such batch. */
const batch = 500;

export type OnTable = (table: string, rows: number) => void;

/**
 * Writes every table into one gzip file of JSON lines: a header, the rows as `["table", {…}]`, and a footer with the
 * number of rows and the SHA-256 of all lines before it. One transaction, so the file is one moment of the store; it
 * takes its name only when it is whole.
 */
export async function writeBackup(
  store: Store,
  file: string,
  onTable: OnTable = () => {},
): Promise<{ rows: number }> {
  const unfinished = `${file}.unfinished`;
  let rows = 0;
  try {
    await store.transaction(async ({ query }) => {
      await query('set transaction isolation level repeatable read');
      async function* lines(): AsyncGenerator<string> {
        const hash = createHash('sha256');
        const line = (value: unknown) => {
          const text = `${JSON.stringify(value)}\n`;
          hash.update(text);
          return text;
        };
        yield line({
          format: 'broadsheet-backup',
          version: 1,
          created: new Date().toISOString(),
          migration: newestMigration(),
        });
        for (const table of await backupTables(query)) {
          for await (const row of readTable(query, table)) {
            yield line([table.name, row]);
            rows++;
            if (rows % 1000 === 0) onTable(table.name, rows);
          }
        }
        yield `${JSON.stringify({ end: true, rows, sha256: hash.digest('hex') })}\n`;
      }
      await pipeline(Readable.from(lines()), createGzip(), createWriteStream(unfinished, { mode: 0o600 }));
    });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return { rows };
}

/** Rows in the order of the key, as JSON that PostgreSQL makes and reads: types survive on either kind of database. */
async function* readTable(
  query: Store['query'],
  { name, columns, key }: BackupTable,
): AsyncGenerator<unknown> {
  const object = `jsonb_build_object(${columns.map((column) => `'${column.name}', t.${column.name}`).join(', ')})`;
  const order = key.map((column) => `t.${column}`).join(', ');
  let last: unknown[] | null = null;
  for (;;) {
    const after: string =
      last === null
        ? ''
        : `where (${order}) > (${key.map((column, index) => `$${index + 1}::${columns.find((one) => one.name === column)?.type ?? 'text'}`).join(', ')})`;
    const rows: { row: Record<string, unknown> }[] = await query(
      `select ${object} as row from ${name} t ${after} order by ${order} limit ${batch}`,
      last ?? [],
    );
    for (const { row } of rows) yield row;
    const end: { row: Record<string, unknown> } | undefined = rows.at(-1);
    if (end === undefined || rows.length < batch) return;
    last = key.map((column) => end.row[column]);
  }
}
