import type { Store } from '@broadsheet/papers';

/** Whether an editor has closed the talk of a paper: it can be read, and nothing more is written there. */
export async function isLocked(store: Pick<Store, 'query'>, paperId: number): Promise<boolean> {
  const rows = await store.query('select from locked_talks where paper_id = $1', [paperId]);
  return rows.length > 0;
}
