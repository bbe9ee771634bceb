import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import {
  bm25Places,
  checkpointIn,
  forgetTraining,
  learnVersion,
  readBegunTraining,
  trainEncoder,
  wholeStore,
  writeBegunTraining,
  type BegunTraining,
  type EncoderProgress,
  type LearnReport,
} from '@broadsheet/learn';
import { readModel, type Store } from '@broadsheet/papers';
import { start } from '@broadsheet/tensor';
import { wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { span } from '../lab/watch-run.ts';
import { plain, print, printJson } from '../print.ts';
import { bar, makeProgress } from '../progress.ts';
import { wantedEncoder } from '../settings.ts';
import { withStore } from '../with-store.ts';
import { checkWords, percent } from './check-words.ts';
import { lockTraining, requireRoom, trainingFolder } from './training-place.ts';

interface TrainFlags {
  minutes?: number;
  epochs?: number;
  seed?: number;
  threads?: number;
  from?: number;
  resume?: true;
  force?: true;
  json?: true;
}

/** Fewer papers teach nothing that the words themselves do not say. */
const fewestPapers = 500;

export function addTrain(learn: Command): void {
  learn
    .command('train', { isDefault: true })
    .option('--minutes <number>', 'train for so long at most', wholeNumber(1, 100_000))
    .option('--epochs <number>', 'see every paper so often', wholeNumber(1, 10_000))
    .option('--seed <number>', 'everything random follows from it (1)', wholeNumber(0, 4_294_967_295))
    .option('--threads <number>', 'that compute (as many as there are cores)', wholeNumber(1, 256))
    .option(
      '--from <encoder>',
      'go on from an encoder of broadsheet learn list instead of from nothing',
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    )
    .option('--resume', 'go on with the training that was interrupted')
    .option('--force', 'take the new encoder into use though it is clearly worse than the one in use')
    .option('--json', 'print the result as JSON')
    .description(
      'Train a new encoder on the papers, check it, encode all papers and take it into use. Interrupted, --resume goes on.',
    )
    .addHelpText(
      'after',
      examples(
        'broadsheet learn train',
        'broadsheet learn train --minutes 5 --seed 2',
        'broadsheet learn train --from 3 --epochs 1',
        'broadsheet learn train --resume',
      ),
    )
    .action(async (flags: TrainFlags, command: Command) => {
      const folder = trainingFolder(command);
      const begun = flags.resume === true ? requireBegun(folder, flags) : null;
      const wanted = await wantedEncoder();
      const release = lockTraining(folder);
      try {
        await withStore(command, (store) => train(store, { folder, flags, begun, wanted: wanted?.model }));
      } finally {
        release();
      }
    });
}

/** What goes on. Other flags would make it another training. */
function requireBegun(folder: string, flags: TrainFlags): BegunTraining {
  const { minutes, epochs, seed, threads, from } = flags;
  if ([minutes, epochs, seed, threads, from].some((flag) => flag !== undefined))
    throw new Failure(
      '--resume goes on with what was begun, by the flags of then.',
      'Leave --minutes, --epochs, --seed, --threads and --from away, or leave --resume away to begin anew.',
      exitCodes.usage,
    );
  const begun = readBegunTraining(folder);
  if (begun !== null) return begun;
  throw new Failure(
    'There is no training to go on with.',
    'Begin one: broadsheet learn train',
    exitCodes.usage,
  );
}

async function train(
  store: Store,
  {
    folder,
    flags,
    begun: resumed,
    wanted,
  }: {
    folder: string;
    flags: TrainFlags;
    /** What goes on; null where one begins. */
    begun: BegunTraining | null;
    /** The pre-trained model that the settings name. */
    wanted: string | undefined;
  },
): Promise<void> {
  const { papers, ...part } = await wholeStore(store);
  if (papers < fewestPapers)
    throw new Failure(
      `There are ${papers} papers here; an encoder needs ${fewestPapers} at least to learn from.`,
      'Bring papers in first: broadsheet import FILE, or broadsheet gather.',
    );
  requireRoom(folder, store.kind === 'embedded' ? papers : 0);
  const begun = resumed ?? begin(flags, part);
  const fromModel = begun.from === undefined ? undefined : await requireModel(store, begun.from);
  if (resumed === null) writeBegunTraining(folder, begun);

  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const progress = makeProgress();
  const started = performance.now();
  let report: LearnReport | null;
  try {
    await start({ threads: begun.threads });
    report = await learnVersion(store, {
      part: begun.part,
      signal: stop.signal,
      ...(flags.force === true ? { force: true } : {}),
      ...(wanted === undefined
        ? {}
        : { keepOnly: `broadsheet.config.ts wants ${wanted}, which stays in use.` }),
      train: async (texts) => {
        const made = await trainEncoder(
          texts,
          {
            seed: begun.seed,
            ...(begun.minutes === undefined ? {} : { minutes: begun.minutes }),
            ...(begun.epochs === undefined ? {} : { epochs: begun.epochs }),
            ...(fromModel === undefined ? {} : { from: fromModel }),
          },
          {
            signal: stop.signal,
            checkpoint: checkpointIn(folder),
            onProgress: (now) => progress.update(trainingLine(now)),
          },
        );
        if (made !== null) progress.update('Checking …');
        return made;
      },
      onEncoding: ({ done, total }) =>
        progress.update(`Encoding ${bar(done / total)} ${done.toLocaleString('en')} papers`),
    });
  } finally {
    progress.clear();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
  if (report === null)
    throw new Failure(
      'Interrupted. The encoder in use is the same as before.',
      'broadsheet learn train --resume goes on where this stopped.',
      exitCodes.interrupted,
    );
  forgetTraining(folder);
  tell(report, { seconds: (performance.now() - started) / 1000, papers, json: flags.json === true });
}

function begin(
  { minutes, epochs, from, seed = 1, threads = availableParallelism() }: TrainFlags,
  part: BegunTraining['part'],
): BegunTraining {
  return {
    part,
    seed,
    threads,
    ...(minutes === undefined ? {} : { minutes }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(from === undefined ? {} : { from }),
    begunAt: new Date().toISOString(),
  };
}

async function requireModel(store: Store, id: number): Promise<Uint8Array> {
  const model = await readModel(store, id);
  if (model !== null) return model;
  throw new Failure(
    `There is no encoder ${id} with a model here to go on from.`,
    'broadsheet learn list shows which there are.',
    exitCodes.usage,
  );
}

/** `[===>   ] 42 % training, loss 2.104, RankMe 140, 5 min 10 s left`. */
function trainingLine({ phase, done, total, loss, rankMe, secondsLeft }: EncoderProgress): string {
  return [
    `${bar(total === 0 ? 0 : done / total)} ${phase}`,
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
    ...(rankMe === undefined ? [] : [`RankMe ${rankMe.toFixed(0)}`]),
    ...(secondsLeft === undefined || !Number.isFinite(secondsLeft) ? [] : [`${span(secondsLeft)} left`]),
  ].join(', ');
}

function tell(
  { heldOut, ...report }: LearnReport,
  { seconds, papers, json }: { seconds: number; papers: number; json: boolean },
): void {
  const places = heldOut.length < 2 ? [] : bm25Places(heldOut);
  const within = (most: number) => places.filter((place) => place <= most).length / places.length;
  const bm25 = places.length === 0 ? null : { recallAt1: within(1), recallAt10: within(10) };
  if (json) return printJson({ ...report, papers, seconds: Math.round(seconds), bm25 });
  const { id, name, dimensions, check, before, switched, reason, encoded, removed } = report;
  print(
    `Encoder ${id} (${plain(name)}), ${dimensions} numbers a paper, from ${papers.toLocaleString('en')} papers in ${span(seconds)}.`,
  );
  if (check === null) print('Too few papers are held out to check it.');
  else for (const line of checkWords(check, dimensions)) print(line);
  const others = [
    ...(before === null
      ? []
      : [`encoder ${before.id} ${percent(before.check.recallAt1)} and ${percent(before.check.recallAt10)}`]),
    ...(bm25 === null
      ? []
      : [`words alone (BM25) ${percent(bm25.recallAt1)} and ${percent(bm25.recallAt10)}`]),
  ];
  if (check !== null && others.length > 0) print(`On the same: ${others.join('; ')}.`);
  if (switched) {
    print(`${encoded.toLocaleString('en')} papers were encoded, and it is in use now.`);
    if (before !== null) print('To go back: broadsheet learn rollback');
  } else
    print(`It is kept, and not in use: ${reason ?? ''} To use it all the same: broadsheet learn use ${id}`);
  if (removed.length > 0) print(`Removed: encoder ${removed.join(', ')}.`);
}
