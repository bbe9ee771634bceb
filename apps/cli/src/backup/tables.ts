import { schema, type Store } from '@broadsheet/papers';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';

/** A table of the schema, as a backup writes it. */
export interface BackupTable {
  name: string;
  columns: { name: string; type: string; isIdentity: boolean }[];
  /** Columns that tell its rows apart, for reading it in a stable order piece by piece. */
  key: string[];
}

/** Every table of the schema, those that others refer to first. */
export function backupTables(): BackupTable[] {
  const configs = Object.values<PgTable>(schema).map((table) => getTableConfig(table));
  const ordered: typeof configs = [];
  while (ordered.length < configs.length) {
    const ready = configs.filter(
      (config) =>
        !ordered.includes(config) &&
        config.foreignKeys.every((key) => {
          const target = getTableConfig(key.reference().foreignTable).name;
          return target === config.name || ordered.some((done) => done.name === target);
        }),
    );
    if (ready.length === 0) throw new Error('The tables refer to each other in a circle.');
    ordered.push(...ready);
  }
  return ordered.map((config) => ({
    name: config.name,
    columns: config.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      isIdentity: column.generatedIdentity !== undefined,
    })),
    key:
      config.primaryKeys[0]?.columns.map((column) => column.name) ??
      config.columns.filter((column) => column.primary).map((column) => column.name),
  }));
}

/** Removes every row of every table. Call inside a transaction. */
export async function emptyStore(query: Store['query']): Promise<void> {
  await query(
    `truncate ${backupTables()
      .map((table) => table.name)
      .join(', ')} restart identity cascade`,
  );
}
