import { addEncoder, type Store } from '@broadsheet/papers';
import type { TextEncoder } from '../encoder/text-encoder.ts';
import { openPretrained } from '../pretrained/open-pretrained.ts';
import type { PretrainedSettings } from '../pretrained/pretrained-settings.ts';
import type { AboutEncoder } from './about-encoder.ts';
import { withId, type StoreEncoder } from './store-encoder.ts';

/**
 * Opens a pre-trained model and makes it known to the store, which keeps where it lies and not its weights. It is not in use by
 * that: `switchEncoder` encodes the papers and takes it.
 * @throws PretrainedError where it cannot be had.
 */
export async function addPretrainedEncoder(
  store: Pick<Store, 'query'>,
  settings: PretrainedSettings,
  open: (settings: PretrainedSettings) => Promise<TextEncoder> = openPretrained,
): Promise<StoreEncoder> {
  const opened = await open(settings);
  const { fingerprint, name, dimensions } = opened;
  const about: AboutEncoder = { kind: 'pretrained', settings };
  const id = await addEncoder(store, { fingerprint, name, dimensions, model: null, about });
  return withId(id, opened);
}
