import { presentIdOf, type Store } from '@broadsheet/papers';

/** The present ids of papers that a form named; those that are no papers any more are left out. */
export async function presentPapers(store: Pick<Store, 'query'>, ids: readonly number[]): Promise<number[]> {
  const present = await presentIdOf(store, ids);
  const rows = await store.query<{ id: number }>('select id from papers where id = any($1::bigint[])', [
    ids.map(present),
  ]);
  return rows.map(({ id }) => id);
}
