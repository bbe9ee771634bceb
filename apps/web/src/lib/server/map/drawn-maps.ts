import { createHash } from 'node:crypto';
import { MapThread, type PaperMap } from '@broadsheet/learn';
import {
  readVectors,
  vectorsOf,
  type PaperSummary,
  type Store,
  type StoredEncoder,
} from '@broadsheet/papers';

/** What maps are drawn with: an encoder as the store knows it. */
export type MapEncoder = Pick<StoredEncoder, 'id' | 'dimensions'>;

/** Papers whose plane all maps of an encoder begin on. */
const mostReference = 2000;
/** Maps that are kept, those that were asked for last. */
const mostKept = 40;

const thread = new MapThread();
const kept = new Map<string, Promise<PaperMap>>();
let reference: { readonly store: Store; readonly encoder: number; readonly codes: Int8Array } | null = null;

/** A map, and which of the papers are on it. */
export interface DrawnMap {
  readonly map: PaperMap;
  /** In the order of the map's points. */
  readonly on: readonly PaperSummary[];
  /** Papers without a vector. */
  readonly without: readonly PaperSummary[];
}

/**
 * The map of some papers by their vectors. It is drawn in a thread, and kept for whoever asks for the same papers and vectors, in
 * whatever order.
 * @throws MapUnavailable where it takes too long or too many are asked for.
 */
export async function drawnMap(
  store: Store,
  encoder: MapEncoder,
  papers: readonly PaperSummary[],
): Promise<DrawnMap> {
  const inOrder = papers.toSorted((a, b) => a.id - b.id);
  const { paperIds, codes } = await vectorsOf(
    store,
    encoder.id,
    inOrder.map(({ id }) => id),
  );
  const known = new Set(paperIds);
  const on = inOrder.filter(({ id }) => known.has(id));
  const without = papers.filter(({ id }) => !known.has(id));
  const first = await referenceOf(store, encoder);
  const key = createHash('sha256')
    .update(`${encoder.id} ${first.length} ${paperIds.join(' ')}`)
    .update(codes)
    .digest('base64url');
  const map = kept.get(key) ?? draw();
  // The one asked for last is the last to go.
  kept.delete(key);
  kept.set(key, map);
  for (const old of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(old);
  }
  return { map: await map, on, without };

  function draw(): Promise<PaperMap> {
    const drawing = thread.draw({
      papers: on.map(({ id, title, abstract }) => ({ id, title, abstract })),
      codes,
      width: encoder.dimensions,
      reference: first,
    });
    drawing.catch(() => kept.delete(key));
    return drawing;
  }
}

/** The vectors that were written first: they stay the same while papers come. */
async function referenceOf(store: Store, { id, dimensions }: MapEncoder): Promise<Int8Array> {
  if (reference?.store === store && reference.encoder === id) return reference.codes;
  const { codes } = await readVectors(store, id, 0, mostReference);
  if (codes.length === mostReference * dimensions) reference = { store, encoder: id, codes };
  return codes;
}
