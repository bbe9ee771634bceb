import { shown, type Store } from '@broadsheet/papers';
import type { Conditions } from '../lexical/conditions.ts';

/** Papers that meet conditions are compared one by one up to this many; among more, the nearest are gone through. */
const few = 5000;

/** All papers that meet conditions, where they are few; null where they are more. */
export async function findFewPapers(
  store: Pick<Store, 'query'>,
  { where, parameters }: Conditions,
): Promise<number[] | null> {
  const rows = await store.query<{ id: number }>(
    `select p.id from papers p where ${where} and ${shown} limit $1::int`,
    [few + 1, ...parameters],
  );
  return rows.length > few ? null : rows.map(({ id }) => id);
}
