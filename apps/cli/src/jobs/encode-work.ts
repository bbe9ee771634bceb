import { setTimeout as wait } from 'node:timers/promises';
import {
  addPretrainedEncoder,
  encodeWaiting,
  encoderInUse,
  readAbout,
  switchEncoder,
  type OpenStoredOptions,
  type PretrainedSettings,
} from '@broadsheet/learn';
import { activeEncoder, type Store } from '@broadsheet/papers';
import { suggestDuplicates } from '@broadsheet/search';
import { plain } from '../print.ts';

/** How often papers that wait are looked for, in milliseconds: so soon are new papers found by meaning. */
const betweenLooks = 10_000;
/** Papers that are looked at each time for others that they are the same as: a scan holds the thread that serves pages. */
const lookedAt = 100;
/** How often the pre-trained model that the settings want is tried, in milliseconds. */
const betweenTries = 10 * 60_000;

/**
 * Encodes papers soon after they have arrived, as long as the program runs, whoever brought them, and suggests which of them may
 * be there already under another id; and beside it takes the pre-trained encoder into use that the settings want, once that has
 * encoded all papers. Any number of processes may do this on one store: the list of papers that wait is a table, and doing the
 * same twice does no harm.
 *
 * It is done on the thread that serves pages, some milliseconds at a time (`encodeWaiting`).
 * @param wanted What the settings name; null where they leave the choice to `broadsheet learn`.
 * @param openers How models are opened; other ways are for tests.
 */
export function startEncodeWork(
  store: Store,
  wanted: PretrainedSettings | null,
  openers: OpenStoredOptions = {},
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let told = '';
  const tell = (error: unknown) => {
    // Each trouble is told once until it has passed.
    const message = messageOf(error);
    if (message !== told && !signal.aborted) console.error(`encoder: ${plain(message)}`);
    told = message;
  };
  const encode = async () => {
    const encoder = await encoderInUse(store, { ...openers, patient: true, notice: tell });
    if (encoder === null) return;
    await encodeWaiting(store, encoder, { signal });
    await suggestDuplicates(store, encoder, lookedAt, signal);
  };
  const running = [every(betweenLooks, encode, tell, signal)];
  if (wanted !== null)
    running.push(every(betweenTries, () => takeWanted(store, wanted, openers, signal), tell, signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Does the same again and again; what goes wrong is told and tried again next time. */
async function every(
  milliseconds: number,
  work: () => Promise<void>,
  tell: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(tell);
    await wait(milliseconds, undefined, { signal }).catch(() => {});
  }
}

async function takeWanted(
  store: Store,
  wanted: PretrainedSettings,
  { openPretrained }: OpenStoredOptions,
  signal: AbortSignal,
): Promise<void> {
  const active = await activeEncoder(store);
  const about = active === null ? null : readAbout(active.about);
  if (about?.kind === 'pretrained' && JSON.stringify(about.settings) === JSON.stringify(wanted)) return;
  const encoder = await addPretrainedEncoder(store, wanted, openPretrained);
  if (encoder.id === active?.id) return;
  console.error(`encoder: ${plain(encoder.name)} encodes all papers; until then search goes on as before.`);
  const { switched } = await switchEncoder(store, encoder, { signal });
  if (switched) console.error(`encoder: ${plain(encoder.name)} is in use.`);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'hint' in error && typeof error.hint === 'string' ? `${error.message} ${error.hint}` : error.message;
}
