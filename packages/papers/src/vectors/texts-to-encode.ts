import type { Store } from '../store/store.ts';
import type { PaperText } from './find-next-texts.ts';

export interface TextToEncode extends PaperText {
  /** Of this state of the text: `writeVectors` takes the paper off the list if it has not changed since. */
  readonly ticket: number;
}

/** Papers that wait for the encoder in use, those first that have waited longest. */
export function listTextsToEncode(store: Pick<Store, 'query'>, limit: number): Promise<TextToEncode[]> {
  return store.query(
    `select p.id, p.title, p.abstract, w.ticket
       from (select paper_id, ticket from papers_to_encode order by ticket limit $1) w
       join papers p on p.id = w.paper_id order by w.ticket`,
    [limit],
  );
}

/** Puts papers on the list whose texts are new or may have changed. Inside of the transaction that wrote them. */
export async function awaitEncoding(query: Store['query'], ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await query(
    `insert into papers_to_encode (paper_id) select unnest($1::bigint[])
     on conflict (paper_id) do update set ticket = default`,
    [ids],
  );
}

/** How many papers wait for the encoder in use. */
export async function countTextsToEncode(store: Pick<Store, 'query'>): Promise<number> {
  const [row] = await store.query<{ papers: number }>('select count(*)::int as papers from papers_to_encode');
  return row?.papers ?? 0;
}
