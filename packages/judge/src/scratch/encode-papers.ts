import { quantise, type TextEncoder } from '@broadsheet/learn';
import { activateEncoder, addEncoder, findNextTexts, writeVectors } from '@broadsheet/papers';
import type { Encoder } from '@broadsheet/search';
import type { ScratchStore } from './scratch-store.ts';

/** Texts that are encoded at once. */
const block = 256;

/** The papers of a scratch store as an encoder sees them. */
export interface EncodedPapers {
  /** As the store knows it, for searching. */
  readonly encoder: Encoder;
  /** The document of each row. */
  readonly documents: readonly string[];
  /** Unit vectors, float32 [documents, dimensions]; a row of zeros of a document in which the encoder knows nothing. */
  readonly vectors: Float32Array;
}

/** Encodes all papers of a scratch store, keeps the codes there and takes the encoder into use. */
export async function encodePapers(
  scratch: ScratchStore,
  encoder: TextEncoder,
  { onProgress, signal }: { onProgress?: (encoded: number) => void; signal?: AbortSignal } = {},
): Promise<EncodedPapers> {
  const { store } = scratch;
  const { fingerprint, name, dimensions } = encoder;
  const id = await addEncoder(store, { fingerprint, name, dimensions, model: null, about: null });
  const documents: string[] = [];
  const vectors = new Float32Array(scratch.documents.size * dimensions);
  let last = 0;
  for (;;) {
    signal?.throwIfAborted();
    const texts = await findNextTexts(store, last, block);
    const [final] = texts.slice(-1);
    if (final === undefined) break;
    last = final.id;
    const encoded = await encoder.encode(texts);
    if (encoded.length !== texts.length * dimensions)
      throw new RangeError(
        `${name} gave ${encoded.length} numbers for ${texts.length} texts of ${dimensions} dimensions.`,
      );
    vectors.set(encoded, documents.length * dimensions);
    const codes = quantise(encoded, dimensions);
    await writeVectors(
      store,
      { id, dimensions },
      texts.map((text, at) => ({
        paperId: text.id,
        codes: codes.subarray(at * dimensions, (at + 1) * dimensions),
      })),
    );
    for (const text of texts) documents.push(scratch.documents.get(text.id) ?? '');
    onProgress?.(documents.length);
  }
  await activateEncoder(store, id);
  return { encoder: { id, dimensions, encode: (inputs) => encoder.encode(inputs) }, documents, vectors };
}
