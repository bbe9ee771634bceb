import { nearestOrder, shown, type Store } from '@broadsheet/papers';
import type { Conditions } from '../lexical/conditions.ts';
import type { Encoder } from './encoder.ts';
import type { NearestPapers, NearPaper } from './nearest-papers.ts';
import { takeNearest } from './take-nearest.ts';

/** Candidates that the index keeps in view: with fewer, some of the nearest are missed; it takes at most 1,000. */
const leastInView = 200;
const mostInView = 1000;

interface Row {
  id: number;
  codes: Uint8Array;
}

/**
 * The vectors of one encoder on a server, searched by its HNSW index (Malkov and Yashunin, "Efficient and robust approximate nearest
 * neighbor search using hierarchical navigable small world graphs", 2016): nearly all of the nearest, in a time that hardly
 * grows with the number of papers, and no memory in this process. Where conditions leave too few, the index is read on.
 */
export class IndexedVectors implements NearestPapers {
  readonly #store: Store;
  readonly #encoder: Pick<Encoder, 'id' | 'dimensions'>;

  constructor(store: Store, encoder: Pick<Encoder, 'id' | 'dimensions'>) {
    this.#store = store;
    this.#encoder = encoder;
  }

  async nearest(queries: Int8Array, most: number, { where, parameters }: Conditions): Promise<NearPaper[][]> {
    const found: NearPaper[][] = [];
    const inView = Math.min(mostInView, Math.max(leastInView, 2 * most));
    for (const query of this.#each(queries)) {
      const rows = await this.#store.transaction(async (inside) => {
        await inside.query(
          `select set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
                  set_config('enable_sort', 'off', true)`,
          [String(inView)],
        );
        return inside.query<Row>(
          `select v.paper_id as id, v.codes from paper_vectors v
            where v.encoder_id = ${this.#encoder.id}
              and exists (select from papers p where p.id = v.paper_id and ${where} and ${shown})
            order by ${nearestOrder(this.#encoder, 'v.codes', '$1')} limit ${most}`,
          [`[${query.join(',')}]`, ...parameters],
        );
      });
      found.push(takeNearest(nearnessOf(rows, query), most));
    }
    return found;
  }

  async nearestAmong(queries: Int8Array, most: number, among: readonly number[]): Promise<NearPaper[][]> {
    const rows = await this.#rowsOf(among);
    return this.#each(queries).map((query) => takeNearest(nearnessOf(rows, query), most));
  }

  async codesOf(ids: readonly number[]): Promise<Map<number, Int8Array>> {
    return new Map((await this.#rowsOf(ids)).map(({ id, codes }) => [id, asInt8(codes)]));
  }

  #rowsOf(ids: readonly number[]): Promise<Row[]> {
    return this.#store.query<Row>(
      'select paper_id as id, codes from paper_vectors where encoder_id = $1 and paper_id = any($2::bigint[])',
      [this.#encoder.id, ids],
    );
  }

  #each(queries: Int8Array): Int8Array[] {
    const { dimensions } = this.#encoder;
    return Array.from({ length: queries.length / dimensions }, (_, i) =>
      queries.subarray(i * dimensions, (i + 1) * dimensions),
    );
  }
}

/** Exactly, whatever the index made of it. */
function nearnessOf(rows: readonly Row[], query: Int8Array): NearPaper[] {
  return rows.map(({ id, codes }) => {
    const numbers = asInt8(codes);
    let dot = 0;
    for (let i = 0; i < query.length; i++) dot += (query[i] as number) * (numbers[i] ?? 0);
    return { id, cosine: dot === 0 ? 0 : dot / Math.hypot(...numbers) / Math.hypot(...query) };
  });
}

function asInt8(bytes: Uint8Array): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
