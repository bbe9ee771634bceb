import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { openModelFile, trainOnDocuments, type Collection } from '@broadsheet/judge';
import {
  openEncoder,
  openPretrained,
  openStoredEncoder,
  PretrainedSettings,
  type TextEncoder,
} from '@broadsheet/learn';
import { defaultHome, listEncoders } from '@broadsheet/papers';
import { exitCodes, Failure } from '../failure.ts';
import { shippedEncoder } from '../learn/shipped-encoder.ts';
import { homeOf, withStore } from '../with-store.ts';

interface Wanted {
  readonly encoder: string;
  readonly learn?: true;
  readonly minutes?: number;
  readonly seed: number;
}

interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (what: string, done: number, of: number) => void;
}

/**
 * The encoder that is to be judged, or null for words alone: one that is trained now, the shipped one, one of a file, one of the
 * store, or a pre-trained one.
 * @throws Failure where there is no such encoder.
 */
export async function judgedEncoder(
  command: Command,
  { documents }: Collection,
  { encoder: name, learn, minutes, seed }: Wanted,
  watch: Watch,
): Promise<TextEncoder | null> {
  if (learn === true) {
    if (command.getOptionValueSource('encoder') !== 'default')
      throw new Failure(
        '--learn makes the encoder itself.',
        'Leave --encoder or --learn away.',
        exitCodes.usage,
      );
    const made = await trainOnDocuments(documents, {
      seed,
      ...watch,
      ...(minutes === undefined ? {} : { minutes }),
    });
    return made.encoder;
  }
  if (name === 'none') return null;
  if (name === 'shipped') return openShipped();
  if (existsSync(name) && statSync(name).isFile()) return openModelFile(name);
  return (await openFromStore(command, name)) ?? openOther(name);
}

async function openShipped(): Promise<TextEncoder | null> {
  const shipped = shippedEncoder();
  if (shipped !== null) return openEncoder(await shipped());
  process.stderr.write('There is no shipped encoder here: only words are judged. --encoder names another.\n');
  return null;
}

/** By its number or name, the newest first; null where there is no store, or no such encoder. */
async function openFromStore(command: Command, name: string): Promise<TextEncoder | null> {
  const there = Boolean(process.env['DATABASE_URL']) || existsSync(homeOf(command) ?? defaultHome());
  if (!there) return null;
  return withStore(command, async (store) => {
    const encoders = await listEncoders(store);
    const found = encoders.find(({ id, name: called }) => String(id) === name || called === name);
    return found === undefined ? null : openStoredEncoder(store, found);
  });
}

/** `OWNER/MODEL`, or a folder. */
function openOther(name: string): Promise<TextEncoder> {
  if (name.includes('/') || existsSync(name))
    return openPretrained(PretrainedSettings.parse({ model: name }));
  throw new Failure(
    `There is no encoder ${name}.`,
    'Say shipped, none, a file, a number or name of `broadsheet learn list`, or a pre-trained model as OWNER/NAME.',
    exitCodes.usage,
  );
}
