import { activeEncoder, addEncoder, type Store } from '@broadsheet/papers';
import { openEncoder } from '../encoder/encoder-file.ts';
import type { TextEncoder } from '../encoder/text-encoder.ts';
import { readAbout, type AboutEncoder } from './about-encoder.ts';
import type { EncodeOptions } from './encode-waiting.ts';
import { withId } from './store-encoder.ts';
import { switchEncoder } from './switch-encoder.ts';

/**
 * Takes the encoder that comes with the program into use where none is, or an older one that came with the program, and encodes
 * the papers: who has trained an encoder, or chosen one, keeps that. Interrupted, the next call goes on.
 * @param model Of the shipped encoder. It is not called where it is not needed.
 * @returns Whether there was anything to do.
 */
export async function useShippedEncoder(
  store: Store,
  model: () => Promise<Uint8Array>,
  options: EncodeOptions & {
    /** How it is opened; another way is for tests. */
    readonly open?: (model: Uint8Array) => Promise<TextEncoder>;
    /** Take it whatever is in use. */
    readonly always?: boolean;
  } = {},
): Promise<{ taken: boolean; encoded: number }> {
  const active = await activeEncoder(store);
  if (active !== null && options.always !== true && readAbout(active.about)?.kind !== 'first-edition')
    return { taken: false, encoded: 0 };
  const bytes = await model();
  const shipped = await (options.open ?? openEncoder)(bytes);
  const { fingerprint, name, dimensions } = shipped;
  if (active?.fingerprint === fingerprint) return { taken: false, encoded: 0 };
  const about: AboutEncoder = { kind: 'first-edition' };
  const id = await addEncoder(store, { fingerprint, name, dimensions, model: bytes, about });
  const { switched, encoded } = await switchEncoder(store, withId(id, shipped), options);
  return { taken: switched, encoded };
}
