import { identitiesOf } from '../identity/index.ts';
import type { Store } from '../store/store.ts';
import { storableText } from './storable-text.ts';

/**
 * The paper that somebody means by any of its names: our key (`2103.03230`, `p17`), an id of any known scheme, a DOI,
 * or an address. The ids of merged papers lead to the paper that they became part of.
 */
export async function findPaper(
  store: Pick<Store, 'query'>,
  reference: string,
): Promise<{ id: number; key: string } | null> {
  const text = reference.trim().slice(0, 2000);
  const own = /^p(\d{1,15})$/.exec(text);
  const id = own ? await byOwnId(store, Number(own[1])) : await byIdentity(store, text);
  if (id === null) return null;
  const [row] = await store.query<{ key: string }>(
    `select coalesce((select min(value) from identities
       where paper_id = $1 and scheme = 'arxiv' and confirmed), 'p' || $1::bigint) as key`,
    [id],
  );
  return row ? { id, key: row.key } : null;
}

async function byOwnId(store: Pick<Store, 'query'>, id: number): Promise<number | null> {
  const [row] = await store.query<{ id: number }>(
    'select id from papers where id = $1 union all select paper_id from merged_papers where old_id = $1 limit 1',
    [id],
  );
  return row?.id ?? null;
}

async function byIdentity(store: Pick<Store, 'query'>, text: string): Promise<number | null> {
  const names = identitiesOf(text);
  if (names.length === 0) return null;
  const [row] = await store.query<{ id: number }>(
    `select i.paper_id as id from jsonb_to_recordset($1::jsonb) as n (scheme text, value text)
       join identities i using (scheme, value) where i.confirmed limit 1`,
    [JSON.stringify(names.map(({ scheme, value }) => ({ scheme, value: storableText(value) })))],
  );
  return row?.id ?? null;
}
