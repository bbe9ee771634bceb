import type { Store } from '../store/store.ts';

/** Vectors of some papers, side by side. */
export interface VectorsOfPapers {
  /** Those that have one, in the order asked. */
  readonly paperIds: readonly number[];
  /** int8 [papers, dimensions] */
  readonly codes: Int8Array;
}

/**
 * What an encoder made of some papers. Those that it has not read yet are left out; a paper asked for twice comes once.
 * @param paperIds some thousands at most: they are sent to the store as they are.
 */
export async function vectorsOf(
  store: Pick<Store, 'query'>,
  encoderId: number,
  paperIds: readonly number[],
): Promise<VectorsOfPapers> {
  const [row] = await store.query<{ ids: number[] | null; codes: Uint8Array | null }>(
    `select array_agg(paper_id order by place) as ids, string_agg(codes, '' order by place) as codes
       from (select v.paper_id, v.codes, min(w.place) as place
               from unnest($2::bigint[]) with ordinality as w (paper_id, place)
               join paper_vectors v on v.encoder_id = $1 and v.paper_id = w.paper_id
              group by v.paper_id, v.codes) as found`,
    [encoderId, paperIds],
  );
  const bytes = row?.codes ?? new Uint8Array(0);
  return {
    paperIds: row?.ids ?? [],
    codes: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}
