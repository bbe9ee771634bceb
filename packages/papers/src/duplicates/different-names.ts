import { exclusiveSchemes } from '../identity/exclusive-schemes.ts';
import type { Store } from '../store/store.ts';

/** Which pairs of papers have different confirmed names in a scheme where that means two papers, by their place. */
export async function findDifferentNames(
  store: Pick<Store, 'query'>,
  pairs: readonly { readonly paperId: number; readonly otherId: number }[],
): Promise<Set<number>> {
  const rows = await store.query<{ place: number }>(
    `select distinct m.place from jsonb_to_recordset($1::jsonb) as m (place int, "paperId" bigint, "otherId" bigint)
       join identities a on a.paper_id = m."paperId" and a.confirmed and a.scheme = any($2::text[])
       join identities b on b.paper_id = m."otherId" and b.confirmed and b.scheme = a.scheme and b.value <> a.value`,
    [
      JSON.stringify(pairs.map(({ paperId, otherId }, place) => ({ place, paperId, otherId }))),
      [...exclusiveSchemes],
    ],
  );
  return new Set(rows.map(({ place }) => place));
}
