import type { Row, RowState } from '@broadsheet/lab';
import { rows } from '@broadsheet/lab/rows';
import { foldTitle } from '@broadsheet/papers';

const byTitle = new Map(rows.map((row) => [foldTitle(row.title), row]));

/**
 * The row of the methods that a paper is, found by its title; null for the papers that are none. What learns is loaded for
 * those alone that are.
 */
export async function rowOfPaper(
  title: string,
): Promise<(Pick<Row, 'id' | 'name'> & { state: RowState }) | null> {
  const row = byTitle.get(foldTitle(title));
  if (row === undefined) return null;
  const { stateOf } = await import('@broadsheet/lab');
  return { id: row.id, name: row.name, state: stateOf(row) };
}
