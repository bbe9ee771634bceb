import { setTimeout as wait } from 'node:timers/promises';
import {
  addPretrainedEncoder,
  encodeWaiting,
  encoderInUse,
  readAbout,
  switchEncoder,
  type PretrainedSettings,
} from '@broadsheet/learn';
import { activeEncoder, type Store } from '@broadsheet/papers';
import { openEncoder } from '../learn/own-encoders.ts';
import { plain } from '../print.ts';

/** How often papers that wait are looked for, in milliseconds: so soon are new papers found by meaning. */
const betweenLooks = 10_000;
/** How long a pre-trained model that could not be had is left alone, in milliseconds. */
const betweenTries = 10 * 60_000;

/**
 * Encodes papers soon after they have arrived, as long as the program runs, whoever brought them; and takes the pre-trained encoder
 * into use that the settings want, once it has encoded all papers. Any number of processes may do this on one store: the list of
 * papers that wait is a table, and doing the same twice does no harm.
 *
 * It is done on the thread that serves pages, some milliseconds at a time (`encodeWaiting`).
 */
export function startEncodeWork(store: Store, wanted: PretrainedSettings | null): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let told = '';
  const tell = (error: unknown) => {
    // Each trouble is told once until it has passed.
    const message = messageOf(error);
    if (message !== told && !signal.aborted) console.error(`encoder: ${plain(message)}`);
    told = message;
  };
  let triedAt = -Infinity;

  const takeWanted = async () => {
    if (wanted === null || performance.now() - triedAt < betweenTries) return;
    const active = await activeEncoder(store);
    const about = active === null ? null : readAbout(active.about);
    if (about?.kind === 'pretrained' && JSON.stringify(about.settings) === JSON.stringify(wanted)) return;
    triedAt = performance.now();
    try {
      const encoder = await addPretrainedEncoder(store, wanted);
      if (encoder.id === active?.id) return;
      console.error(
        `encoder: ${plain(encoder.name)} encodes all papers; until then search goes on as before.`,
      );
      const { switched } = await switchEncoder(store, encoder, { signal });
      if (switched) console.error(`encoder: ${plain(encoder.name)} is in use.`);
    } catch (error) {
      tell(error);
    }
  };

  const running = (async () => {
    while (!signal.aborted) {
      await takeWanted();
      try {
        const encoder = await encoderInUse(store, { open: openEncoder, patient: true, notice: tell });
        if (encoder !== null) await encodeWaiting(store, encoder, { signal });
      } catch (error) {
        tell(error);
      }
      await wait(betweenLooks, undefined, { signal }).catch(() => {});
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'hint' in error && typeof error.hint === 'string' ? `${error.message} ${error.hint}` : error.message;
}
