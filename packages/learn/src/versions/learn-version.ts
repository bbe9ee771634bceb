import { activeEncoder, addEncoder, readModel, type PaperText, type Store } from '@broadsheet/papers';
import { openEncoder } from '../encoder/encoder-file.ts';
import type { TextEncoder } from '../encoder/text-encoder.ts';
import { readAbout, type AboutEncoder, type EncoderCheck } from './about-encoder.ts';
import { checkEncoder, isClearlyWorse } from './check-encoder.ts';
import type { EncodingProgress } from './encode-waiting.ts';
import { removeOldEncoders } from './remove-old-encoders.ts';
import { withId } from './store-encoder.ts';
import { switchEncoder } from './switch-encoder.ts';
import { partTexts, type TextsPart, type TrainingTexts } from './training-texts.ts';

/** The steps of a new version, in their order; each is told when it is done. */
export type LearnStep = 'parted' | 'trained' | 'checked' | 'added' | 'encoded' | 'switched' | 'tidied';

/** What training made. */
export interface TrainedEncoder {
  readonly model: Uint8Array;
  /** What the model was made of: kept beside it, as JSON. */
  readonly about: unknown;
}

export interface LearnOptions {
  /** Which papers take part: the same ones again where training goes on. */
  readonly part: TextsPart;
  /** Trains on these papers; null where it was interrupted, with a checkpoint that the next call goes on from. */
  readonly train: (texts: TrainingTexts) => Promise<TrainedEncoder | null>;
  /** How models are opened; another way is for tests. */
  readonly open?: (model: Uint8Array) => Promise<TextEncoder>;
  /** Take the new encoder into use though it is clearly worse than the one in use. */
  readonly force?: boolean;
  /** Why the new encoder is not taken into use whatever it is worth; a sentence. */
  readonly keepOnly?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: LearnStep) => void;
  readonly onEncoding?: (progress: EncodingProgress) => void;
}

export interface LearnReport {
  readonly id: number;
  readonly name: string;
  readonly dimensions: number;
  /** Null where too few papers are held out to check anything. */
  readonly check: EncoderCheck | null;
  /** Of the encoder in use before, on the same papers; null where there is none of our own, or nothing to check by. */
  readonly before: { readonly id: number; readonly check: EncoderCheck } | null;
  /** Papers held out, for measuring something else beside it. */
  readonly heldOut: readonly PaperText[];
  readonly switched: boolean;
  /** Why it was not taken into use; null where it was. */
  readonly reason: string | null;
  readonly encoded: number;
  /** Encoders that were removed, by their ids. */
  readonly removed: readonly number[];
}

/**
 * Makes a new version of the encoder: trains it on the store's papers, checks it on some that were held out, keeps it, encodes
 * every paper by it and takes it into use, unless it is clearly worse by that check than the one in use. Two versions are kept.
 *
 * Killed at any point the encoder in use is the old one or the new one with all its vectors, never something between; done again
 * with the same checkpoint it goes on where it was.
 * @returns Null where it was interrupted.
 */
export async function learnVersion(store: Store, options: LearnOptions): Promise<LearnReport | null> {
  const { open = openEncoder, signal, onStep } = options;
  const stopped = () => signal?.aborted === true;
  const { training, heldOut } = await partTexts(store, options.part);
  onStep?.('parted');
  const trained = await options.train(training);
  if (trained === null || stopped()) return null;
  onStep?.('trained');

  const fresh = await open(trained.model);
  const checked = heldOut.length < 2 ? null : await unlessAborted(checkEncoder(fresh, heldOut, signal));
  if (stopped()) return null;
  const active = await activeEncoder(store);
  const old = checked === null || active === null ? null : await checkOld(store, active.id, heldOut, options);
  if (stopped()) return null;
  onStep?.('checked');

  const about: AboutEncoder = {
    kind: 'trained',
    training: trained.about,
    ...(checked === null ? {} : { check: checked.check }),
  };
  const { fingerprint, name, dimensions } = fresh;
  const id = await addEncoder(store, { fingerprint, name, dimensions, model: trained.model, about });
  onStep?.('added');

  const reason = reasonToWait(options, checked?.places, old?.places, active);
  const { switched, encoded } =
    reason !== null
      ? { switched: false, encoded: 0 }
      : await switchEncoder(store, withId(id, fresh), {
          ...(signal === undefined ? {} : { signal }),
          ...(options.onEncoding === undefined ? {} : { onProgress: options.onEncoding }),
          ...(onStep === undefined ? {} : { onStep }),
        });
  if (reason === null && !switched) return null;
  const removed = await removeOldEncoders(store);
  onStep?.('tidied');
  return {
    id,
    name,
    dimensions,
    check: checked?.check ?? null,
    before: active === null || old === null ? null : { id: active.id, check: old.check },
    heldOut,
    switched,
    reason,
    encoded,
    removed,
  };
}

/** The check of an encoder in use, where it is one of our own that still opens. */
async function checkOld(
  store: Store,
  id: number,
  heldOut: readonly PaperText[],
  { open = openEncoder, signal }: Pick<LearnOptions, 'open' | 'signal'>,
): Promise<{ check: EncoderCheck; places: number[] } | null> {
  const model = await readModel(store, id);
  if (model === null) return null;
  let encoder: TextEncoder;
  try {
    encoder = await open(model);
  } catch {
    // One that does not open any more is no reason to keep it in use.
    return null;
  }
  return unlessAborted(checkEncoder(encoder, heldOut, signal));
}

async function unlessAborted<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return null;
    throw error;
  }
}

function reasonToWait(
  { force, keepOnly }: LearnOptions,
  places: readonly number[] | undefined,
  oldPlaces: readonly number[] | undefined,
  active: { readonly about: unknown; readonly name: string } | null,
): string | null {
  if (keepOnly !== undefined) return keepOnly;
  if (force === true || active === null) return null;
  if (readAbout(active.about)?.kind === 'pretrained')
    return `The pre-trained model ${active.name} is in use.`;
  return places !== undefined && oldPlaces !== undefined && isClearlyWorse(places, oldPlaces)
    ? 'It finds abstracts by their titles clearly worse than the encoder in use.'
    : null;
}
