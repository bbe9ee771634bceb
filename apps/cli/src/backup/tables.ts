import type { Store } from '@broadsheet/papers';

/** A table of the store, as a backup writes it. */
export interface BackupTable {
  name: string;
  columns: { name: string; type: string; isIdentity: boolean }[];
  /** Columns that tell its rows apart, for reading it in a stable order piece by piece. */
  key: string[];
}

/**
 * Every table that Broadsheet keeps, those that others refer to first, as the database itself describes them: what a
 * migration adds is in the next backup. Columns that the database makes from others are left out, and so is the record
 * of migrations, which belongs to the database and not to the papers.
 */
export async function backupTables(query: Store['query']): Promise<BackupTable[]> {
  const tables = await query<BackupTable & { refersTo: string[] }>(
    `select c.relname as name,
            (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                                                 'isIdentity', a.attidentity <> '') order by a.attnum)
               from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            (select jsonb_agg(a.attname order by k.place)
               from pg_index i, unnest(i.indkey::int2[]) with ordinality as k (number, place), pg_attribute a
              where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.number) as key,
            coalesce((select jsonb_agg(distinct f.confrelid::regclass::text)
               from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid), '[]') as "refersTo"
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
      order by c.relname`,
  );
  const ordered: typeof tables = [];
  while (ordered.length < tables.length) {
    const ready = tables.filter(
      (table) =>
        !ordered.includes(table) &&
        table.refersTo.every((target) => ordered.some((done) => done.name === target)),
    );
    if (ready.length === 0) throw new Error('The tables refer to each other in a circle.');
    ordered.push(...ready);
  }
  return ordered.map(({ name, columns, key }) => ({ name, columns, key }));
}

/** Removes every row of every table. Call inside a transaction. */
export async function emptyStore(query: Store['query']): Promise<void> {
  const tables = await backupTables(query);
  await query(`truncate ${tables.map((table) => table.name).join(', ')} restart identity cascade`);
}
