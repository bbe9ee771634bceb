import { InvalidArgumentError, type Command } from 'commander';
import { runPlan, usualEncoder, type DataChoice, type DataKind, type RunPlanInput } from '@broadsheet/lab';
import { encoderKinds } from '@broadsheet/lab';
import { oneOf, wholeNumber } from '../arguments.ts';
import { exitCodes, Failure } from '../failure.ts';
import { nameValue } from './name-value.ts';

/** What commands that run something take. */
export interface PlanFlags extends DataFlags {
  encoder?: string;
  encoderOption?: Record<string, string>;
  option?: Record<string, string>;
  epochs?: number;
  batch?: number;
  learningRate?: number;
  optimiser?: 'adamW' | 'sgd' | 'lars';
  weightDecay?: number;
  schedule?: 'cosine' | 'constant';
  warmUp?: number;
  views?: 'usual' | 'strong';
  neighbours?: number;
  baselines: boolean;
  seed: number;
  threads?: number;
  json?: boolean;
}

export interface DataFlags {
  data: string;
  dataFolder?: string;
  label?: string;
  imageSize?: number;
  imbalance?: number;
  limit?: number;
  perClass?: number;
  validation?: true;
}

/** Which data. */
function withDataFlags(command: Command): Command {
  return command
    .option(
      '--data <name>',
      'a data set, or a folder of images, a .csv or a .jsonl file of your own',
      'digits',
    )
    .option(
      '--data-folder <path>',
      'where data sets are that do not ship (BROADSHEET_LAB_DATA, or ./lab-data)',
    )
    .option('--label <name>', 'of your own data: the column or field to foretell')
    .option('--image-size <pixels>', 'of a folder of images: rows and columns (32)', wholeNumber(4, 256))
    .option('--imbalance <times>', 'of a long-tailed data set: how uneven it is (100)', number(1))
    .option('--validation', 'measure on a fifth of what there is to learn from: for choosing settings')
    .option('--per-class <number>', 'so many of each class to learn from', wholeNumber(1, 100_000_000))
    .option('--limit <number>', 'at most so many inputs of each part', wholeNumber(2, 100_000_000));
}

/** Which run, besides the method. */
export function withPlanFlags(command: Command): Command {
  return withDataFlags(command)
    .option('--encoder <kind>', encoderKinds.map(({ id }) => id).join(', '))
    .option('--encoder-option <name=value>', 'an option of the encoder; may be given again', nameValue)
    .option('--option <name=value>', 'an option of the method; may be given again', nameValue)
    .option('--epochs <number>', 'how often every input is seen (10)', number(0))
    .option('--batch <number>', 'inputs in a batch (128)', wholeNumber(2, 65_536))
    .option('--learning-rate <number>', 'at its highest (0.002)', number(0))
    .option('--optimiser <name>', 'adamW, sgd or lars', oneOf('adamW', 'sgd', 'lars'))
    .option('--weight-decay <number>', 'of weights (0.0001)', number(0))
    .option('--schedule <name>', 'cosine or constant', oneOf('cosine', 'constant'))
    .option('--warm-up <epochs>', 'in which the learning rate rises (1)', number(0))
    .option('--views <strength>', 'usual or strong ones of images', oneOf('usual', 'strong'))
    .option('--neighbours <number>', 'that vote in k-NN (20)', wholeNumber(1, 10_000))
    .option('--no-baselines', 'do not look at the untrained encoder and the raw inputs')
    .option('--seed <number>', 'everything random follows from it', wholeNumber(0, 4_294_967_295), 1)
    .option('--threads <number>', 'that compute (as many as there are cores)', wholeNumber(1, 256));
}

export function dataChoiceOf(flags: DataFlags): DataChoice {
  return {
    name: flags.data,
    ...(flags.limit === undefined ? {} : { limit: flags.limit }),
    ...(flags.perClass === undefined ? {} : { perClass: flags.perClass }),
    ...(flags.validation === true ? { validation: true } : {}),
    ...(flags.label === undefined ? {} : { label: flags.label }),
    ...(flags.imageSize === undefined ? {} : { imageSize: flags.imageSize }),
    ...(flags.imbalance === undefined ? {} : { imbalance: flags.imbalance }),
  };
}

/** The plan that the flags say. @param kind of the data, which decides the encoder where nobody names one. */
export function planOf(method: string, flags: PlanFlags, kind: DataKind): RunPlanInput {
  const encoder = flags.encoder ?? usualEncoder(kind, method);
  const { epochs, batch, learningRate, optimiser, weightDecay, schedule, warmUp, views } = flags;
  const training = { epochs, batch, learningRate, optimiser, weightDecay, schedule, warmUp, views };
  const found = runPlan.safeParse({
    method,
    options: flags.option ?? {},
    encoder: { kind: encoder, options: encoderOptions(encoder, flags.encoderOption ?? {}) },
    data: dataChoiceOf(flags),
    training: given(training),
    evaluation: given({ baselines: flags.baselines, neighbours: flags.neighbours }),
    seed: flags.seed,
  });
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new Failure(
    `${issue?.path.join(' ') ?? 'The plan'}: ${issue?.message ?? 'cannot be read'}`,
    undefined,
    exitCodes.usage,
  );
}

function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Words as the encoder's options want them: `32,64` is a list where the usual value is one. */
function encoderOptions(
  id: string,
  words: Record<string, string>,
): Record<string, number | string | boolean | number[]> {
  const usual = encoderKinds.find((kind) => kind.id === id)?.defaults ?? {};
  return Object.fromEntries(
    Object.entries(words).map(([name, word]) => {
      const like = usual[name];
      if (Array.isArray(like))
        return [name, word === '' ? [] : word.split(',').map((one) => numeric(name, one))];
      if (typeof like === 'number') return [name, numeric(name, word)];
      if (typeof like === 'boolean') return [name, word === 'true' ? true : word === 'false' ? false : word];
      return [name, word];
    }),
  );
}

function numeric(name: string, word: string): number {
  const value = Number(word);
  if (word.trim() !== '' && Number.isFinite(value)) return value;
  throw new Failure(`The encoder's ${name} is a number, not “${word}”.`, undefined, exitCodes.usage);
}

function number(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
    throw new InvalidArgumentError(`It must be a number of at least ${least}.`);
  };
}
