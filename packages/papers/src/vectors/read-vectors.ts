import type { Store } from '../store/store.ts';

/** Vectors side by side. */
export interface VectorBlock {
  readonly paperIds: readonly number[];
  /** int8 [papers, dimensions] */
  readonly codes: Int8Array;
  /** What to ask behind next time. */
  readonly last: number;
}

/**
 * Vectors of an encoder that were written behind a number, in the order of writing; at most `limit` of them. A paper that was
 * encoded again comes again, and the later vector counts.
 */
export async function readVectors(
  store: Pick<Store, 'query'>,
  encoderId: number,
  behind: number,
  limit: number,
): Promise<VectorBlock> {
  const [row] = await store.query<{ ids: number[] | null; codes: Uint8Array | null; last: number | null }>(
    `select array_agg(paper_id order by number) as ids, string_agg(codes, '' order by number) as codes,
            max(number) as last
       from (select paper_id, codes, number from paper_vectors
              where encoder_id = $1 and number > $2 order by number limit $3) as block`,
    [encoderId, behind, limit],
  );
  const bytes = row?.codes ?? new Uint8Array(0);
  return {
    paperIds: row?.ids ?? [],
    codes: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    last: row?.last ?? behind,
  };
}
