import { identitiesOf } from '../identity/index.ts';
import type { Store } from '../store/store.ts';
import { storableText } from './storable-text.ts';

/** Which of these names (`arXiv:2103.03230`, `doi:10.1038/…`) are papers here, and their keys. Hidden papers have none. */
export async function papersCalled(
  store: Pick<Store, 'query'>,
  names: readonly string[],
): Promise<Map<string, string>> {
  const asked = names.flatMap((name) =>
    identitiesOf(name).map(({ scheme, value }) => ({ name, scheme, value: storableText(value) })),
  );
  if (asked.length === 0) return new Map();
  const rows = await store.query<{ name: string; key: string }>(
    `select n.name, coalesce((select min(a.value) from identities a
              where a.paper_id = p.id and a.scheme = 'arxiv' and a.confirmed), 'p' || p.id) as key
       from jsonb_to_recordset($1::jsonb) as n (name text, scheme text, value text)
       join identities i using (scheme, value) join papers p on p.id = i.paper_id
      where i.confirmed and not p.hidden`,
    [JSON.stringify(asked)],
  );
  return new Map(rows.map(({ name, key }) => [name, key]));
}
