import { readFileSync } from 'node:fs';
import type { Store } from './store.ts';

const folder = new URL('../../migrations/', import.meta.url);

type Inside = Pick<Store, 'query'>;

interface Migration {
  /** `0001_lexical_terms`. */
  name: string;
  statements: string[];
}

/**
 * Brings the schema up to date, inside one transaction: either all pending migrations are applied, or none. On a
 * server, an advisory lock keeps two processes that start together from migrating twice.
 *
 * The SQL is drizzle-kit's. It is applied here, and not by drizzle's own migrator, because that one takes no lock, needs
 * a different module for each driver, and loads 180 MiB into every process that opens a store.
 */
export async function migrate(
  inTransaction: <T>(work: (inside: Inside) => Promise<T>) => Promise<T>,
): Promise<void> {
  await inTransaction(async (inside) => {
    const { query } = inside;
    await takePreparationLock(inside);
    await query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const applied = new Set(
      (await query<{ name: string }>('select name from migrations')).map((row) => row.name),
    );
    for (const { name, statements } of readMigrations()) {
      if (applied.has(name)) continue;
      for (const statement of statements) await query(statement);
      await query('insert into migrations (name) values ($1)', [name]);
    }
  });
}

/** Lets one process at a time make tables and indexes; held until the transaction ends. */
export async function takePreparationLock({ query }: Inside): Promise<void> {
  await query('select pg_advisory_xact_lock(8253374)');
}

/** The newest migration this program knows: written into backups, so that a restore can tell what it is given. */
export function newestMigration(): string {
  return journal().at(-1) ?? 'none';
}

function readMigrations(): Migration[] {
  return journal().map((name) => ({
    name,
    statements: readFileSync(new URL(`${name}.sql`, folder), 'utf8').split('--> statement-breakpoint'),
  }));
}

/** Names of all migrations, oldest first. */
function journal(): string[] {
  const { entries } = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8')) as {
    entries: { tag: string }[];
  };
  return entries.map(({ tag }) => tag);
}
