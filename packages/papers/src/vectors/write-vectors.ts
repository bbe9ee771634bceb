import type { Store } from '../store/store.ts';
import { takeTurn } from './take-turn.ts';

export interface PaperVector {
  readonly paperId: number;
  /** Of which the direction counts alone: as many numbers as the encoder has dimensions. */
  readonly codes: Int8Array;
  /** Where the text came from the list of those that wait. */
  readonly ticket?: number;
}

/**
 * Keeps what an encoder made of papers, and takes those off the list whose texts have not changed since, if the encoder is in use:
 * the list is of what that one has still to do. Writers take turns, so that readers who ask for what is new miss nothing. Papers
 * that are gone meanwhile are left out.
 * @throws RangeError where a vector has another length than the encoder's.
 */
export async function writeVectors(
  store: Pick<Store, 'transaction'>,
  encoder: { readonly id: number; readonly dimensions: number },
  vectors: readonly PaperVector[],
): Promise<void> {
  const { id, dimensions } = encoder;
  for (const { paperId, codes } of vectors)
    if (codes.length !== dimensions)
      throw new RangeError(`Paper ${paperId}: a vector of ${codes.length} numbers, not ${dimensions}.`);
  if (vectors.length === 0) return;
  const all = new Uint8Array(vectors.length * dimensions);
  vectors.forEach(({ codes }, i) =>
    all.set(new Uint8Array(codes.buffer, codes.byteOffset, dimensions), i * dimensions),
  );
  await store.transaction(async ({ query }) => {
    await takeTurn(query);
    await query(
      `insert into paper_vectors (encoder_id, paper_id, codes)
       select $1, p.id, substring($3::bytea from (w.place::int - 1) * $4 + 1 for $4)
         from unnest($2::bigint[]) with ordinality as w (paper_id, place) join papers p on p.id = w.paper_id
       on conflict (encoder_id, paper_id) do update set codes = excluded.codes, number = default`,
      [id, vectors.map(({ paperId }) => paperId), all, dimensions],
    );
    const waited = vectors.filter(({ ticket }) => ticket !== undefined);
    // Who changes a paper at this moment has its row on the list, and the paper will wait again: nobody waits for the other.
    await query(
      `delete from papers_to_encode where paper_id in
         (select w.paper_id from papers_to_encode w
            join unnest($1::bigint[], $2::bigint[]) as done (paper_id, ticket) using (paper_id, ticket)
           where $3 = (select (value #>> '{}')::bigint from facts where key = 'encoder')
             for update of w skip locked)`,
      [waited.map(({ paperId }) => paperId), waited.map(({ ticket }) => ticket), id],
    );
  });
}
