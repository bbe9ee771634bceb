import { activeEncoder, listOwnEncoders, readModel, type Store } from '@broadsheet/papers';
import type { TextEncoder } from '../encoder/text-encoder.ts';
import { openPretrained } from '../pretrained/open-pretrained.ts';
import type { PretrainedSettings } from '../pretrained/pretrained-settings.ts';
import { readAbout } from './about-encoder.ts';
import { withId, type StoreEncoder } from './store-encoder.ts';

export interface EncoderInUseOptions {
  /**
   * Wait until a pre-trained model is loaded, which may have to be fetched first. Otherwise the newest encoder of our own serves
   * until then, so that no reader waits.
   */
  readonly patient?: boolean;
  /** Hears, once for each trouble, what the operator should know. Default: standard error. */
  readonly notice?: (sentence: string) => void;
  /** How models of our own are opened. */
  readonly open: (model: Uint8Array) => Promise<TextEncoder>;
  /** How others are; another way is for tests. */
  readonly openPretrained?: (settings: PretrainedSettings) => Promise<TextEncoder>;
}

/** Milliseconds between two looks at which encoder is in use. */
const betweenLooks = 1_000;
/** Milliseconds until a model that could not be opened is tried again. */
const betweenTries = 10 * 60_000;

interface Opening {
  readonly promise: Promise<StoreEncoder | null>;
  /** Null while it goes on. */
  result: StoreEncoder | null;
  state: 'opening' | 'open' | 'failed';
  readonly since: number;
}

interface Known {
  lookedAt: number;
  look: Promise<number | null>;
  readonly opened: Map<number, Opening>;
  readonly told: Set<string>;
}

const stores = new WeakMap<object, Known>();

/**
 * The encoder that is in use, opened once and kept until another one is in use; null before there is one. Where it cannot be
 * opened (a pre-trained model whose library is gone, say), the newest of our own that can serves instead, and the operator hears
 * of it: readers get results by that one, or by words alone.
 *
 * Cheap enough to ask for each request: the store is asked once a second at most.
 */
export async function encoderInUse(
  store: Pick<Store, 'query'>,
  options: EncoderInUseOptions,
): Promise<StoreEncoder | null> {
  const known = knownOf(store);
  if (performance.now() - known.lookedAt >= betweenLooks) {
    known.lookedAt = performance.now();
    known.look = activeEncoder(store).then((active) => active?.id ?? null);
    // Next time is soon; until then everybody hears of the failure.
    known.look.catch(() => (known.lookedAt = -Infinity));
  }
  const id = await known.look;
  if (id === null) return null;
  const active = await openOnce(store, known, id, options);
  if (active !== null) {
    // Models are large: those that served before are let go.
    for (const other of known.opened.keys()) if (other !== id) known.opened.delete(other);
    return active;
  }
  for (const own of await listOwnEncoders(store)) {
    if (own.id === id) continue;
    const instead = await openOnce(store, known, own.id, options);
    if (instead !== null) return instead;
  }
  return null;
}

/** Forgets what is known, so that the next question sees a change of this very moment. */
export function lookAgain(store: Pick<Store, 'query'>): void {
  const known = stores.get(store);
  if (known !== undefined) known.lookedAt = -Infinity;
}

function knownOf(store: object): Known {
  let known = stores.get(store);
  if (known === undefined) {
    known = { lookedAt: -Infinity, look: Promise.resolve(null), opened: new Map(), told: new Set() };
    stores.set(store, known);
  }
  return known;
}

/** The encoder `id`, or null where it cannot be opened or is not ready yet. */
async function openOnce(
  store: Pick<Store, 'query'>,
  known: Known,
  id: number,
  options: EncoderInUseOptions,
): Promise<StoreEncoder | null> {
  let opening = known.opened.get(id);
  if (
    opening === undefined ||
    (opening.state === 'failed' && performance.now() - opening.since > betweenTries)
  ) {
    const started: Opening = {
      promise: openStored(store, id, options).then(
        (encoder) => {
          started.result = encoder;
          started.state = 'open';
          return encoder;
        },
        (error: unknown) => {
          started.state = 'failed';
          tell(known, error, options.notice ?? ((sentence) => process.stderr.write(`${sentence}\n`)));
          return null;
        },
      ),
      result: null,
      state: 'opening',
      since: performance.now(),
    };
    known.opened.set(id, started);
    opening = started;
  }
  if (opening.state !== 'opening') return opening.result;
  return options.patient === true || !(await isPretrained(store, id)) ? opening.promise : null;
}

async function isPretrained(store: Pick<Store, 'query'>, id: number): Promise<boolean> {
  const active = await activeEncoder(store);
  return active?.id === id && readAbout(active.about)?.kind === 'pretrained';
}

async function openStored(
  store: Pick<Store, 'query'>,
  id: number,
  { open, openPretrained: openOther = openPretrained }: EncoderInUseOptions,
): Promise<StoreEncoder> {
  const model = await readModel(store, id);
  if (model !== null) return withId(id, await open(model));
  const active = await activeEncoder(store);
  const about = active?.id === id ? readAbout(active.about) : null;
  if (active === null || about?.kind !== 'pretrained')
    throw new Error(`Encoder ${id} has no model in the store, and it is not said where one lies.`);
  const encoder = await openOther(about.settings);
  if (encoder.fingerprint !== active.fingerprint)
    throw new Error(
      `The model ${about.settings.model} is not the one any more that papers were encoded with. Take it into use again: broadsheet learn use --pretrained ${about.settings.model}`,
    );
  return withId(id, encoder);
}

function tell({ told }: Known, error: unknown, notice: (sentence: string) => void): void {
  const message = error instanceof Error ? error.message : String(error);
  if (told.has(message)) return;
  told.add(message);
  const hint =
    error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : '';
  notice(
    `The encoder in use does not open: ${message}${hint} Until then another one serves, or words alone.`,
  );
}
