import { vectorsOf, type Store } from '@broadsheet/papers';
import type { EncoderInput } from '../encoder/text-encoder.ts';
import type { Features } from './features.ts';
import type { TermWeights } from './term-weights.ts';

/** What interests need of an encoder: the one in use, as the store knows it. */
export interface InterestEncoder {
  readonly id: number;
  readonly dimensions: number;
  encode(inputs: readonly EncoderInput[]): Promise<Float32Array>;
}

/** Papers whose vectors are asked for in one statement. */
const block = 4000;

/** Vectors of papers, of length one; of those that the encoder has read. None without an encoder. */
export async function readMeanings(
  store: Pick<Store, 'query'>,
  encoder: InterestEncoder | null,
  ids: readonly number[],
): Promise<Map<number, Float32Array>> {
  const found = new Map<number, Float32Array>();
  if (encoder === null) return found;
  for (let from = 0; from < ids.length; from += block) {
    const { paperIds, codes } = await vectorsOf(store, encoder.id, ids.slice(from, from + block));
    paperIds.forEach((id, row) => {
      const vector = unitVector(codes.subarray(row * encoder.dimensions, (row + 1) * encoder.dimensions));
      if (vector !== null) found.set(id, vector);
    });
  }
  return found;
}

/** The terms of papers as the lexical index has them: of the title twice, the authors, and the abstract. */
export async function readTerms(
  store: Pick<Store, 'query'>,
  ids: readonly number[],
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  for (let from = 0; from < ids.length; from += block) {
    const rows = await store.query<{ id: number; terms: string }>(
      'select id, terms from papers where id = any($1::bigint[])',
      [ids.slice(from, from + block)],
    );
    for (const { id, terms } of rows) found.set(id, splitTerms(terms));
  }
  return found;
}

/** Papers of the store as interests see them; ids that are no papers are left out. */
export async function readFeatures(
  store: Pick<Store, 'query'>,
  encoder: InterestEncoder | null,
  weights: TermWeights,
  ids: readonly number[],
): Promise<Map<number, Features>> {
  const [meanings, terms] = [await readMeanings(store, encoder, ids), await readTerms(store, ids)];
  return new Map(
    Array.from(terms, ([id, own]) => [id, { meaning: meanings.get(id) ?? null, words: weights.weigh(own) }]),
  );
}

function splitTerms(terms: string): string[] {
  return terms.split(' ').filter((term) => term !== '');
}

/** Numbers at length one; null where they are all 0. */
export function unitVector(numbers: ArrayLike<number>): Float32Array | null {
  let square = 0;
  for (let j = 0; j < numbers.length; j++) square += (numbers[j] as number) ** 2;
  if (square === 0) return null;
  const factor = 1 / Math.sqrt(square);
  return Float32Array.from(numbers, (value) => value * factor);
}
