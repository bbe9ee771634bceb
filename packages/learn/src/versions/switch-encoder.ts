import { activateEncoder, activeEncoder, type Store } from '@broadsheet/papers';
import { encodeMissing, encodeWaiting, type EncodeOptions } from './encode-waiting.ts';
import { lookAgain } from './encoder-in-use.ts';
import type { StoreEncoder } from './store-encoder.ts';

/**
 * Encodes every paper by an encoder and then takes it into use, from one moment to the next: until then search goes on by the one
 * in use, whatever becomes of this process. Papers that arrived or changed meanwhile are encoded last. Where none is in use there
 * is nothing to protect: it is taken at once, and papers are found by it as they are encoded.
 * @returns `switched` is false where the signal ended it before; the next call goes on.
 */
export async function switchEncoder(
  store: Store,
  encoder: StoreEncoder,
  options: EncodeOptions & {
    /** Called when all papers are encoded, and when the encoder is in use. */
    readonly onStep?: (step: 'encoded' | 'switched') => void;
  } = {},
): Promise<{ switched: boolean; encoded: number }> {
  const { signal, onStep } = options;
  const active = await activeEncoder(store);
  const before = active === null ? { encoded: 0 } : await encodeMissing(store, encoder, options);
  if (signal?.aborted === true) return { switched: false, encoded: before.encoded };
  if (active !== null) onStep?.('encoded');
  // Taking into use what is in use would put papers on the list once more.
  if (active?.id !== encoder.id) await activateEncoder(store, encoder.id);
  lookAgain(store);
  onStep?.('switched');
  const after = await encodeWaiting(store, encoder, options);
  if (active === null) onStep?.('encoded');
  return { switched: true, encoded: before.encoded + after.encoded };
}
