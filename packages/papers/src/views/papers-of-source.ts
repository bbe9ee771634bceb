import type { Store } from '../store/store.ts';

/** Which paper each record of a source became part of, by the record's own name there. */
export async function papersOfSource(
  store: Pick<Store, 'query'>,
  source: string,
): Promise<Map<string, number>> {
  const rows = await store.query<{ key: string; id: number }>(
    'select key, paper_id as id from records where source = $1 order by version',
    [source],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}
