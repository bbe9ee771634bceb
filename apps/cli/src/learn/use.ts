import type { Command } from 'commander';
import {
  addPretrainedEncoder,
  openStoredEncoder,
  switchEncoder,
  useShippedEncoder,
  type StoreEncoder,
} from '@broadsheet/learn';
import { activeEncoder, encoderBefore, type Store } from '@broadsheet/papers';
import { oneOf, wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { plain, print, printJson } from '../print.ts';
import { bar, makeProgress } from '../progress.ts';
import { pretrainedSettings, wantedEncoder } from '../settings.ts';
import { withStore } from '../with-store.ts';
import { findEncoder } from './find-encoder.ts';
import { shippedEncoder } from './shipped-encoder.ts';

interface UseFlags {
  pretrained?: string;
  pooling?: string;
  dimensions?: number;
  shorten?: string;
  queryPrefix?: string;
  passagePrefix?: string;
  dtype?: string;
  revision?: string;
  json?: true;
}

export function addUse(learn: Command): void {
  learn
    .command('use')
    .argument('[encoder]', 'its number, or first-edition for the one that comes with the program')
    .option('--pretrained <name>', 'a sentence-embedding model at Hugging Face, or a folder with one')
    .option('--pooling <how>', 'mean, cls or last_token (mean)', oneOf('mean', 'cls', 'last_token'))
    .option('--dimensions <number>', 'numbers of a vector to keep (all, at most 512)', wholeNumber(8, 512))
    .option('--shorten <how>', 'longer vectors: cut or project (cut)', oneOf('cut', 'project'))
    .option('--query-prefix <text>', 'what the model wants before a question')
    .option('--passage-prefix <text>', 'what the model wants before a paper')
    .option('--dtype <name>', 'which of the model’s files: fp32, q8, …')
    .option('--revision <name>', 'branch, tag or commit of a named model')
    .option('--json', 'print the result as JSON')
    .description('Encode all papers by another encoder and take that into use.')
    .addHelpText(
      'after',
      examples(
        'broadsheet learn use 3',
        'broadsheet learn use first-edition',
        'broadsheet learn use --pretrained Xenova/all-MiniLM-L6-v2',
        "broadsheet learn use --pretrained ./models/e5-small-v2 --query-prefix 'query: ' --passage-prefix 'passage: '",
      ),
    )
    .action(async (name: string | undefined, flags: UseFlags, command: Command) => {
      const choice = choiceOf(name, flags);
      await requireFreeChoice();
      await withStore(command, (store) => use(store, choice, flags.json === true));
    });
}

export function addRollback(learn: Command): void {
  learn
    .command('rollback')
    .option('--json', 'print the result as JSON')
    .description('Take the encoder into use again that was in use before.')
    .addHelpText('after', examples('broadsheet learn rollback'))
    .action(async ({ json }: { json?: true }, command: Command) => {
      await requireFreeChoice();
      await withStore(command, async (store) => {
        const before = await encoderBefore(store);
        if (before === null)
          throw new Failure(
            'There is no encoder to go back to.',
            'broadsheet learn list shows which there are.',
          );
        await use(store, before.id, json === true);
      });
    });
}

type Choice = number | 'first-edition' | ReturnType<typeof pretrainedSettings>;

function choiceOf(name: string | undefined, flags: UseFlags): Choice {
  if ((name === undefined) === (flags.pretrained === undefined))
    throw new Failure(
      'Which encoder?',
      'Say its number (broadsheet learn list), first-edition, or --pretrained NAME; one of them.',
      exitCodes.usage,
    );
  if (flags.pretrained !== undefined) {
    const {
      pretrained: model,
      pooling,
      dimensions,
      shorten,
      queryPrefix,
      passagePrefix,
      dtype,
      revision,
    } = flags;
    const given = {
      model,
      pooling,
      dimensions,
      shorten,
      query: queryPrefix,
      passage: passagePrefix,
      dtype,
      revision,
    };
    return pretrainedSettings(
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      '--pretrained',
    );
  }
  if (name === 'first-edition') return name;
  if (name !== undefined && /^[1-9]\d{0,14}$/.test(name)) return Number(name);
  throw new Failure(
    `“${name ?? ''}” is no encoder’s number.`,
    'broadsheet learn list shows them. A pre-trained model is named by --pretrained NAME.',
    exitCodes.usage,
  );
}

/** The site would switch back to what the settings want. */
async function requireFreeChoice(): Promise<void> {
  const wanted = await wantedEncoder();
  if (wanted === null) return;
  throw new Failure(
    `broadsheet.config.ts wants ${wanted.model}, and whatever else is chosen here would not last.`,
    'Change or remove `encoder` in that file first.',
    exitCodes.usage,
  );
}

async function use(store: Store, choice: Choice, json: boolean): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const progress = makeProgress();
  const options = {
    signal: stop.signal,
    onProgress: ({ done, total }: { done: number; total: number }) =>
      progress.update(`Encoding ${bar(done / total)} ${done.toLocaleString('en')} papers`),
  };
  let encoded: number;
  try {
    if (choice === 'first-edition') {
      const model = shippedEncoder();
      if (model === null) throw new Failure('This copy of the program came without an encoder.');
      ({ encoded } = await useShippedEncoder(store, model, { ...options, always: true }));
    } else {
      const encoder = await open(store, choice);
      ({ encoded } = await switchEncoder(store, encoder, options));
    }
  } finally {
    progress.clear();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
  if (stop.signal.aborted)
    throw new Failure(
      'Interrupted. The same command goes on where this stopped.',
      undefined,
      exitCodes.interrupted,
    );
  const active = await activeEncoder(store);
  if (json) printJson({ active, encoded });
  else
    print(
      `Encoder ${active?.id ?? 0} (${plain(active?.name ?? '')}) is in use; ${encoded.toLocaleString('en')} papers were encoded.`,
    );
}

async function open(store: Store, choice: Exclude<Choice, 'first-edition'>): Promise<StoreEncoder> {
  if (typeof choice !== 'number') return addPretrainedEncoder(store, choice);
  return openStoredEncoder(store, await findEncoder(store, choice));
}
