import { activeEncoder, listOwnEncoders, type Store, type StoredEncoder } from '@broadsheet/papers';
import { readAbout } from './about-encoder.ts';
import { openStoredEncoder, type OpenStoredOptions } from './open-stored-encoder.ts';
import type { StoreEncoder } from './store-encoder.ts';

export interface EncoderInUseOptions extends OpenStoredOptions {
  /**
   * Wait until a pre-trained model is loaded, which may have to be fetched first. Otherwise the newest encoder of our own serves
   * until then, so that no reader waits.
   */
  readonly patient?: boolean;
  /** Hears, once for each trouble, what the operator should know. Default: standard error. */
  readonly notice?: (sentence: string) => void;
}

/** Milliseconds between two looks at which encoder is in use. */
const betweenLooks = 1_000;
/** Milliseconds until a model that could not be opened is tried again. */
const betweenTries = 10 * 60_000;

type Row = Omit<StoredEncoder, 'papers'>;

interface Opening {
  readonly promise: Promise<StoreEncoder | null>;
  /** Null while it goes on, and where it failed. */
  result: StoreEncoder | null;
  state: 'opening' | 'open' | 'failed';
  readonly since: number;
}

interface Known {
  lookedAt: number;
  look: Promise<Row | null>;
  readonly opened: Map<number, Opening>;
  readonly told: Set<string>;
}

/** The built site has a copy of this code of its own, and runs in the process of the command: both use the same models. */
const place = Symbol.for('broadsheet.encoders');
const shelf = globalThis as { [place]?: WeakMap<object, Known> };
const stores = (shelf[place] ??= new WeakMap<object, Known>());

/**
 * The encoder that is in use, opened once and kept until another one is in use; null before there is one. Where it cannot be
 * opened (a pre-trained model whose library is gone, say), the newest of our own that can serves instead, and the operator hears
 * of it: readers get results by that one, or by words alone.
 *
 * Cheap enough to ask for each request: the store is asked once a second at most.
 */
export async function encoderInUse(
  store: Pick<Store, 'query'>,
  options: EncoderInUseOptions = {},
): Promise<StoreEncoder | null> {
  const known = knownOf(store);
  if (performance.now() - known.lookedAt >= betweenLooks) {
    known.lookedAt = performance.now();
    known.look = activeEncoder(store);
    // Who asks next does not have to hear of this failure.
    known.look.catch(() => (known.lookedAt = -Infinity));
  }
  const active = await known.look;
  if (active === null) return null;
  const mayWait = options.patient === true || readAbout(active.about)?.kind !== 'pretrained';
  const opened = await openOnce(store, known, active, mayWait, options);
  if (opened !== null) {
    // Models are large: those that served before are let go.
    for (const other of known.opened.keys()) if (other !== active.id) known.opened.delete(other);
    return opened;
  }
  for (const own of await listOwnEncoders(store)) {
    if (own.id === active.id) continue;
    const instead = await openOnce(store, known, own, true, options);
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

/** An encoder, or null where it cannot be opened, or is not ready and nobody may wait. */
async function openOnce(
  store: Pick<Store, 'query'>,
  known: Known,
  row: Row,
  mayWait: boolean,
  options: EncoderInUseOptions,
): Promise<StoreEncoder | null> {
  let opening = known.opened.get(row.id);
  if (
    opening === undefined ||
    (opening.state === 'failed' && performance.now() - opening.since > betweenTries)
  ) {
    const started: Opening = {
      promise: openStoredEncoder(store, row, options).then(
        (encoder) => {
          started.result = encoder;
          started.state = 'open';
          return encoder;
        },
        (error: unknown) => {
          started.state = 'failed';
          tell(known, row, error, options.notice ?? ((sentence) => process.stderr.write(`${sentence}\n`)));
          return null;
        },
      ),
      result: null,
      state: 'opening',
      since: performance.now(),
    };
    known.opened.set(row.id, started);
    opening = started;
  }
  return opening.state === 'opening' && mayWait ? opening.promise : opening.result;
}

function tell({ told }: Known, { id, name }: Row, error: unknown, notice: (sentence: string) => void): void {
  const message = error instanceof Error ? error.message : String(error);
  if (told.has(message)) return;
  told.add(message);
  const hint =
    error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : '';
  notice(
    `Encoder ${id} (${name}) does not open: ${message}${hint} Until then another one serves, or words alone.`,
  );
}
