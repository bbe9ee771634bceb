import { hasNearestIndex, prepareNearestIndex, type Store } from '@broadsheet/papers';
import type { Encoder } from './encoder.ts';
import { IndexedVectors } from './indexed-vectors.ts';
import type { NearestPapers } from './nearest-papers.ts';
import { VectorIndex } from './vector-index.ts';

/**
 * From how many papers on a server's HNSW index is taken where there is pgvector. The exact scan of as many takes about 10 ms of
 * one processor for a query and 70 MB in every process: below, it is the better answer, being exact; above, both grow.
 */
const indexedFrom = 200_000;

/** How long vectors are used without asking whether there are new ones, and whether an index is there, in milliseconds. */
const patience = 1000;
const indexPatience = 60_000;

type Named = Pick<Encoder, 'id' | 'dimensions'>;

/** The vectors of one encoder, as this process has them. */
interface Held {
  readonly encoderId: number;
  readonly vectors: Promise<NearestPapers>;
  checkedAt: number;
  /** When somebody last looked for an index on the server. */
  indexAskedAt: number;
}

const held = new WeakMap<Store, Held>();

/**
 * The vectors of an encoder's papers, kept in this process for each store: read at first need, topped up by what is new at most
 * every second, and replaced as a whole when another encoder is asked for.
 */
export async function vectorsOf(store: Store, encoder: Named): Promise<NearestPapers> {
  const now = Date.now();
  let known = held.get(store);
  if (known === undefined || known.encoderId !== encoder.id)
    known = hold(store, encoder, load(store, encoder), now);
  const vectors = await known.vectors;
  if (!(vectors instanceof VectorIndex)) return vectors;
  if (now - known.checkedAt >= patience) {
    known.checkedAt = now;
    await vectors.topUp();
  }
  if (vectors.papers >= indexedFrom && now - known.indexAskedAt >= indexPatience) {
    known.indexAskedAt = now;
    if (await hasNearestIndex(store, encoder)) {
      const indexed = new IndexedVectors(store, encoder);
      hold(store, encoder, Promise.resolve(indexed), now);
      return indexed;
    }
    // Meanwhile the scan goes on. Whether it was made is seen next time; why not, in the server's log.
    void prepareNearestIndex(store, encoder).catch(() => {});
  }
  return vectors;
}

/** Reads the vectors of an encoder into this process, so that the first search need not wait for them. */
export async function readAhead(store: Store, encoder: Named): Promise<void> {
  await vectorsOf(store, encoder);
}

function hold(store: Store, encoder: Named, vectors: Promise<NearestPapers>, now: number): Held {
  const made: Held = {
    encoderId: encoder.id,
    vectors,
    checkedAt: now,
    indexAskedAt: store.kind === 'server' && store.capabilities.vectors ? 0 : Infinity,
  };
  held.set(store, made);
  vectors.catch(() => {
    if (held.get(store) === made) held.delete(store);
  });
  return made;
}

async function load(store: Store, encoder: Named): Promise<NearestPapers> {
  if (store.kind === 'server' && (await hasNearestIndex(store, encoder)))
    return new IndexedVectors(store, encoder);
  const index = await VectorIndex.create(store, encoder);
  await index.topUp();
  return index;
}
