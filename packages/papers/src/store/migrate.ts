import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Store } from './store.ts';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));

type Inside = Pick<Store, 'query'>;

/**
 * Brings the schema up to date, inside one transaction: either all pending migrations are applied, or none. On a
 * server, an advisory lock keeps two processes that start together from migrating twice.
 *
 * The SQL is drizzle-kit's; it is applied here, and not by drizzle's own migrator, because that one needs a
 * different module for each driver and takes no lock.
 */
export async function migrate(
  inTransaction: <T>(work: (inside: Inside) => Promise<T>) => Promise<T>,
): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  await inTransaction(async ({ query }) => {
    await query('select pg_advisory_xact_lock(8253374)');
    await query(
      'create table if not exists migrations (hash text primary key, applied_at timestamptz not null default now())',
    );
    const applied = new Set(
      (await query<{ hash: string }>('select hash from migrations')).map((row) => row.hash),
    );
    for (const migration of migrations) {
      if (applied.has(migration.hash)) continue;
      for (const statement of migration.sql) await query(statement);
      await query('insert into migrations (hash) values ($1)', [migration.hash]);
    }
  });
}

/** The newest migration this program knows: written into backups, so that a restore can tell what it is given. */
export function newestMigration(): string {
  return readMigrationFiles({ migrationsFolder: folder }).at(-1)?.hash ?? 'none';
}
