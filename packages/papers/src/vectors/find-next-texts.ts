import type { Store } from '../store/store.ts';

/** What an encoder reads of a paper. */
export interface PaperText {
  readonly id: number;
  readonly title: string;
  readonly abstract: string;
}

/** Texts of papers in the order of their ids, behind one of them: for going through all. At most `limit`; fewer at the end alone. */
export function findNextTexts(
  store: Pick<Store, 'query'>,
  after: number,
  limit: number,
): Promise<PaperText[]> {
  return store.query('select id, title, abstract from papers where id > $1 order by id limit $2', [
    after,
    limit,
  ]);
}
