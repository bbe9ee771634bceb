import { readModel, type Store, type StoredEncoder } from '@broadsheet/papers';
import { openEncoder } from '../encoder/encoder-file.ts';
import type { TextEncoder } from '../encoder/text-encoder.ts';
import { openPretrained } from '../pretrained/open-pretrained.ts';
import type { PretrainedSettings } from '../pretrained/pretrained-settings.ts';
import { readAbout } from './about-encoder.ts';
import { withId, type StoreEncoder } from './store-encoder.ts';

export interface OpenStoredOptions {
  /** How models are opened, of our own and others; other ways are for tests. */
  readonly open?: (model: Uint8Array) => Promise<TextEncoder>;
  readonly openPretrained?: (settings: PretrainedSettings) => Promise<TextEncoder>;
}

/**
 * Opens an encoder that the store knows: its model, or the pre-trained one that it names.
 * @throws PretrainedError where that cannot be had; Error where it is another one than papers were encoded with, or was removed.
 */
export async function openStoredEncoder(
  store: Pick<Store, 'query'>,
  stored: Pick<StoredEncoder, 'id' | 'fingerprint' | 'about'>,
  { open = openEncoder, openPretrained: openOther = openPretrained }: OpenStoredOptions = {},
): Promise<StoreEncoder> {
  const { id } = stored;
  const model = await readModel(store, id);
  if (model !== null) return withId(id, await open(model));
  const about = readAbout(stored.about);
  if (about?.kind !== 'pretrained')
    throw new Error(`Encoder ${id} has no model in the store, and it is not said where one lies.`);
  const encoder = await openOther(about.settings);
  if (encoder.fingerprint !== stored.fingerprint)
    throw new Error(
      `The model ${about.settings.model} is not the one any more that papers were encoded with. Take it into use again: broadsheet learn use --pretrained ${about.settings.model}`,
    );
  return withId(id, encoder);
}
