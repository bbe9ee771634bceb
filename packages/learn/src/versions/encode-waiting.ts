import {
  activeEncoder,
  countTextsToEncode,
  countUnencodedTexts,
  findUnencodedTexts,
  listTextsToEncode,
  writeVectors,
  type PaperText,
  type Store,
} from '@broadsheet/papers';
import { encodeTexts } from './encode-texts.ts';
import type { StoreEncoder } from './store-encoder.ts';

export interface EncodingProgress {
  /** Papers that were encoded, of how many; more may arrive meanwhile. */
  readonly done: number;
  readonly total: number;
}

export interface EncodeOptions {
  /** Ends the work behind the batch in hand. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EncodingProgress) => void;
}

/** Papers of one transaction. */
const batch = 256;

type Encoding = Pick<StoreEncoder, 'id' | 'dimensions' | 'encode'>;

/**
 * Encodes the papers that wait until none does, or another encoder is in use. Any number of processes may do so at once: they do
 * the same work twice at worst. An encoder that is not in use, because it stands in for one that cannot be opened, gets the papers
 * that it has not seen, and the list is left to the other one.
 * @returns How many papers were encoded.
 */
export async function encodeWaiting(
  store: Pick<Store, 'query' | 'transaction'>,
  encoder: Encoding,
  options: EncodeOptions = {},
): Promise<{ encoded: number }> {
  if ((await activeEncoder(store))?.id !== encoder.id) return encodeMissing(store, encoder, options);
  const { signal, onProgress } = options;
  const waiting = onProgress === undefined ? 0 : await countTextsToEncode(store);
  let encoded = 0;
  while (signal?.aborted !== true) {
    const texts = await listTextsToEncode(store, batch);
    if (texts.length === 0) break;
    // Who is not in use any more takes nothing off the list, and would go on for ever.
    if ((await activeEncoder(store))?.id !== encoder.id) break;
    encoded += await encodeBatch(store, encoder, texts, signal);
    onProgress?.({ done: encoded, total: Math.max(waiting, encoded) });
  }
  return { encoded };
}

/** Encodes all papers of which an encoder has no vector, in the order of their ids. Interrupted, the next call goes on. */
export async function encodeMissing(
  store: Pick<Store, 'query' | 'transaction'>,
  encoder: Encoding,
  { signal, onProgress }: EncodeOptions = {},
): Promise<{ encoded: number }> {
  const missing = onProgress === undefined ? 0 : await countUnencodedTexts(store, encoder.id);
  let encoded = 0;
  let after = 0;
  while (signal?.aborted !== true) {
    const texts = await findUnencodedTexts(store, encoder.id, after, batch);
    const last = texts.at(-1);
    if (last === undefined) break;
    encoded += await encodeBatch(store, encoder, texts, signal);
    after = last.id;
    onProgress?.({ done: encoded, total: Math.max(missing, encoded) });
  }
  return { encoded };
}

async function encodeBatch(
  store: Pick<Store, 'transaction'>,
  encoder: Encoding,
  texts: readonly (PaperText & { readonly ticket?: number })[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const codes = await encodeTexts(encoder, texts, signal);
  await writeVectors(
    store,
    encoder,
    codes.map((row, i) => {
      const text = texts[i] as (typeof texts)[number];
      return { paperId: text.id, codes: row, ...(text.ticket === undefined ? {} : { ticket: text.ticket }) };
    }),
  );
  return codes.length;
}
