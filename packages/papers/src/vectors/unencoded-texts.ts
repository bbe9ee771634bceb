import type { Store } from '../store/store.ts';
import type { PaperText } from './find-next-texts.ts';

/** Texts of papers that an encoder has no vector of, in the order of their ids, behind one of them; at most `limit`. */
export function findUnencodedTexts(
  store: Pick<Store, 'query'>,
  encoderId: number,
  after: number,
  limit: number,
): Promise<PaperText[]> {
  return store.query(
    `select id, title, abstract from papers p
      where id > $2 and not exists (select from paper_vectors v where v.encoder_id = $1 and v.paper_id = p.id)
      order by id limit $3`,
    [encoderId, after, limit],
  );
}

/** How many papers an encoder has no vector of. */
export async function countUnencodedTexts(store: Pick<Store, 'query'>, encoderId: number): Promise<number> {
  const [row] = await store.query<{ papers: number }>(
    `select count(*)::int as papers from papers p
      where not exists (select from paper_vectors v where v.encoder_id = $1 and v.paper_id = p.id)`,
    [encoderId],
  );
  return row?.papers ?? 0;
}
