import { activateEncoder, addEncoder, termOf, wordsOf, writeVectors, type Store } from '@broadsheet/papers';
import type { Encoder, EncoderInput } from './encoder.ts';
import { queryCodes } from './query-codes.ts';

/**
 * An encoder for tests: each term of a text adds a vector of signs that its letters decide, so that texts of the same words are
 * near each other. @param synonyms word → the word whose vector it has: what is near in meaning without a common word.
 */
export function signEncoder(
  id: number,
  dimensions: number,
  synonyms: Readonly<Record<string, string>> = {},
): Encoder & { texts: number } {
  const meanings = new Map(Object.entries(synonyms).map(([word, other]) => [termOf(word), termOf(other)]));
  const encoder = {
    id,
    dimensions,
    /** How many texts it was given. */
    texts: 0,
    async encode(inputs: readonly EncoderInput[]) {
      encoder.texts += inputs.length;
      const all = new Float32Array(inputs.length * dimensions);
      inputs.forEach((input, row) => {
        const text = typeof input === 'string' ? input : `${input.title} ${input.title} ${input.abstract}`;
        const vector = all.subarray(row * dimensions, (row + 1) * dimensions);
        for (const { text: word } of wordsOf(text)) {
          const term = termOf(word);
          if (term.length > 2) addSigns(vector, meanings.get(term) ?? term);
        }
        const norm = Math.hypot(...vector);
        if (norm > 0) vector.forEach((x, i) => (vector[i] = x / norm));
      });
      return all;
    },
  };
  return encoder;
}

/** Encodes papers of a store, all where none are named, as the worker does. */
export async function encodePapers(
  store: Store,
  encoder: Encoder,
  ids: readonly number[] | null = null,
): Promise<void> {
  const papers = await store.query<{ id: number; title: string; abstract: string }>(
    'select id, title, abstract from papers where $1::bigint[] is null or id = any($1::bigint[]) order by id',
    [ids],
  );
  const vectors = await encoder.encode(papers);
  const { dimensions } = encoder;
  await writeVectors(
    store,
    encoder,
    papers.map(({ id }, i) => ({
      paperId: id,
      codes: queryCodes(vectors.subarray(i * dimensions, (i + 1) * dimensions)) ?? new Int8Array(dimensions),
    })),
  );
}

/** Adds a `signEncoder` to a store, encodes its papers and takes it into use. */
export async function useSignEncoder(
  store: Store,
  dimensions: number,
  synonyms: Readonly<Record<string, string>> = {},
): Promise<ReturnType<typeof signEncoder>> {
  const fingerprint = `signs ${dimensions} ${JSON.stringify(synonyms)}`;
  const id = await addEncoder(store, { fingerprint, name: 'Signs', dimensions, model: null, about: {} });
  const encoder = signEncoder(id, dimensions, synonyms);
  await encodePapers(store, encoder);
  await activateEncoder(store, id);
  return encoder;
}

function addSigns(vector: Float32Array, term: string): void {
  let state = 2_166_136_261;
  for (let i = 0; i < term.length; i++) state = Math.imul(state ^ term.charCodeAt(i), 16_777_619);
  for (let i = 0; i < vector.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    vector[i] = (vector[i] as number) + (state < 0 ? -1 : 1);
  }
}
