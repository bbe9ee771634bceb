import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { newestMigration, type Store } from '@broadsheet/papers';
import { Failure } from '../failure.ts';
import { backupTables, emptyStore, type BackupTable } from './tables.ts';
import type { OnTable } from './write-backup.ts';

const batch = 500;
const damaged = 'Take another backup; nothing was changed in the store.';

/**
 * Brings back what `writeBackup` wrote, on either kind of database, in one transaction: a file that is cut off, altered
 * or not a backup changes nothing.
 * @throws Failure when the store is not empty and `force` is not given, or the file is no whole backup of this version.
 */
export async function readBackup(
  store: Store,
  file: string,
  force: boolean,
  onTable: OnTable = () => {},
): Promise<{ rows: number }> {
  if (!existsSync(file))
    throw new Failure(`There is no file ${file}.`, 'Check the name, and the folder you are in.');
  let rows = 0;
  await store.transaction(async ({ query }) => {
    const tables = new Map((await backupTables(query)).map((table) => [table.name, table]));
    const [held] = await query<{ papers: number }>('select count(*)::int as papers from papers');
    if ((held?.papers ?? 0) > 0 && !force) {
      throw new Failure(
        `The store in ${store.location} holds ${held?.papers} papers.`,
        'Say --force to replace them with the backup.',
      );
    }
    await emptyStore(query);
    const hash = createHash('sha256');
    let pending: { table: BackupTable; rows: unknown[] } | null = null;
    const flush = async () => {
      if (pending !== null) await insert(query, pending.table, pending.rows);
      pending = null;
    };
    let ended = false;
    let number = 0;
    for await (const line of readLines(file)) {
      number++;
      const value = parse(line, number);
      if (number === 1) {
        requireHeader(value);
      } else if (isFooter(value)) {
        if (value.rows !== rows || value.sha256 !== hash.digest('hex')) {
          throw new Failure(`The backup ${file} was altered after it was written.`, damaged);
        }
        ended = true;
        break;
      } else {
        const [name, row] = Array.isArray(value) ? (value as [unknown, unknown]) : [undefined, undefined];
        const table = typeof name === 'string' ? tables.get(name) : undefined;
        if (table === undefined)
          throw new Failure(`Line ${number} of the backup is no row of a known table.`, damaged);
        if (
          pending !== null &&
          ((pending as { table: BackupTable }).table !== table ||
            (pending as { rows: unknown[] }).rows.length >= batch)
        )
          await flush();
        pending ??= { table, rows: [] };
        pending.rows.push(row);
        rows++;
        if (rows % 1000 === 0) onTable(table.name, rows);
      }
      hash.update(`${line}\n`);
    }
    await flush();
    if (!ended) throw new Failure(`The backup ${file} ends too early.`, damaged);
    await restartIdentities(query, [...tables.values()]);
  });
  await store.query('analyze');
  return { rows };
}

async function* readLines(file: string): AsyncGenerator<string> {
  const unpacked = createReadStream(file).pipe(createGunzip());
  try {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity })) yield line;
  } catch (error) {
    throw new Failure(`${file} is not a whole backup: ${(error as Error).message}.`, damaged);
  }
}

function parse(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Failure(`Line ${number} of the backup cannot be read.`, damaged);
  }
}

function requireHeader(value: unknown): void {
  const header = value as { format?: unknown; version?: unknown; migration?: unknown };
  if (header.format !== 'broadsheet-backup')
    throw new Failure(
      'The file is not a backup of Broadsheet.',
      'Papers in other formats are taken in with `broadsheet import`.',
    );
  if (header.version !== 1 || header.migration !== newestMigration()) {
    throw new Failure(
      'The backup was written by another version of Broadsheet.',
      'Restore it with that version, then upgrade.',
    );
  }
}

function isFooter(value: unknown): value is { rows: number; sha256: string } {
  return typeof value === 'object' && value !== null && 'end' in value && 'sha256' in value;
}

async function insert(
  query: Store['query'],
  { name, columns }: BackupTable,
  rows: readonly unknown[],
): Promise<void> {
  const names = columns.map((column) => column.name).join(', ');
  await query(
    `insert into ${name} (${names}) overriding system value
     select ${names} from jsonb_to_recordset($1::jsonb) as r (${columns.map(({ name: column, type }) => `${column} ${type}`).join(', ')})`,
    [JSON.stringify(rows)],
  );
}

/** New rows must not take ids that restored rows have. */
async function restartIdentities(query: Store['query'], tables: readonly BackupTable[]): Promise<void> {
  for (const { name, columns } of tables) {
    for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
      await query(
        `select setval(pg_get_serial_sequence('${name}', '${column.name}'), coalesce((select max(${column.name}) from ${name}), 1),
                (select count(*) > 0 from ${name}))`,
      );
    }
  }
}
