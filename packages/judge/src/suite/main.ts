/** `npm run eval`: judges everything and writes docs/quality.md. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { TextEncoder } from '@broadsheet/learn';
import { openModelFile } from '../encoders/open-model-file.ts';
import { JudgeError } from '../judge-error.ts';
import { readRecords, writeQuality } from '../report/write-quality.ts';
import { judgeSet } from './judge-set.ts';
import { ownEncoder } from './own-encoder.ts';
import { originOf, readRecord, writeRecord } from './record.ts';
import { folderOf, judgedSets, usualData } from './sets.ts';

const shipped = resolve(import.meta.dirname, '../../../../data/first-edition-encoder.safetensors');

const usage = `Usage: npm run eval -- [SET...] [options]

${judgedSets.map(({ name, kind, role }) => `  ${name.padEnd(12)} ${kind}, for ${role}`).join('\n')}

Without SET: all of them. What a set came to is kept in packages/judge/records, and the tables of docs/quality.md are made of
that: interrupted, the same command goes on with the next set. One collection of your own: broadsheet eval FOLDER.

  --data DIR             with ir/ and rec/ (default $BROADSHEET_EVAL_DATA or ../shared/data)
  --encoder FILE         shipped (default), none, own (trained on the set's documents), or a file that training wrote
  --encoder SET=FILE     another one for a set; may be given again
  --seed N               of everything random (default 1)
  --fresh                judge again what was judged with the same encoder, weights and seed: after other changes of search
  --report               write docs/quality.md from the records, and judge nothing
  --training             train for some minutes by some methods, and judge on the sets for choosing
  --continual            follow a library that grows, by three ways and three seeds (about half an hour)
  --interests            interests of readers, one and several each, on CiteULike-t (with --encoder own, some minutes)
  --minutes N,M          for --training, each in turn (default 1,2,4,8)
  --methods A,B          for --training, each in turn (default simclr)
  --sweep                print nDCG@10 of ways to weigh words and meaning, on the sets for choosing`;

try {
  await main();
} catch (error) {
  if (error instanceof JudgeError) leave(`${error.message}\n${error.hint}`);
  // A wrong option, told by parseArgs itself.
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    leave(`${error.message}\n\n${usage}`);
  throw error;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: usualData() },
      encoder: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
      fresh: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      sweep: { type: 'boolean', default: false },
      training: { type: 'boolean', default: false },
      continual: { type: 'boolean', default: false },
      interests: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '1,2,4,8' },
      methods: { type: 'string', default: 'simclr' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return say(usage);
  const unknown = positionals.filter((given) => !judgedSets.some(({ name }) => name === given));
  if (unknown.length > 0) leave(`There is no set ${unknown.join(', ')}.\n\n${usage}`);
  const seed = Number(values.seed);
  if (!/^\d+$/.test(values.seed)) leave(`--seed takes a whole number, not ${values.seed}.`);
  const sets = judgedSets.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const encoderOf = chooseEncoders(values.encoder, values.data, seed);
  if (values.sweep) {
    const { sweepSets } = await import('./sweep-sets.ts');
    return say(await sweepSets({ data: values.data, encoderOf }));
  }
  if (values.training) {
    const { makeTrainingRuns } = await import('./training-runs.ts');
    const minutes = values.minutes.split(',').map(Number);
    if (!minutes.every((one) => one > 0)) leave(`--minutes takes numbers above 0, not ${values.minutes}.`);
    await makeTrainingRuns({
      data: values.data,
      methods: values.methods.split(','),
      minutes,
      seed,
      fresh: values.fresh,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
  }
  if (values.continual) {
    const { makeContinualRuns } = await import('./continual-runs.ts');
    await makeContinualRuns({
      data: values.data,
      seeds: [seed, seed + 1, seed + 2],
      fresh: values.fresh,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
  }
  if (values.interests) await measureInterests(values.data, seed, encoderOf);
  const other = values.report || values.training || values.continual || values.interests;
  for (const set of other ? [] : sets) {
    if (!existsSync(folderOf(set, values.data)))
      throw new JudgeError(
        `There is no folder ${folderOf(set, values.data)}.`,
        `Name with --data the folder that holds ${set.path}.`,
      );
    const encoder = await encoderOf(set.name);
    const known = await readRecord(set.name);
    if (!values.fresh && known !== null && isDeepStrictEqual(known.of, originOf(encoder, seed))) {
      say(`${set.name}: judged already (--fresh judges again)`);
      continue;
    }
    let told = '';
    const record = await judgeSet(set, {
      data: values.data,
      encoder,
      seed,
      onProgress: (what) => {
        if (what === told) return;
        told = what;
        process.stderr.write(`${set.name}: ${what}\n`);
      },
    });
    await writeRecord(record);
    await writeQuality(await readRecords());
    say(`${set.name}: judged`);
  }
  await writeQuality(await readRecords());
  say('docs/quality.md is written.');
}

async function measureInterests(
  data: string,
  seed: number,
  encoderOf: (set: string) => Promise<TextEncoder | null>,
): Promise<void> {
  const set = judgedSets.find(({ kind }) => kind === 'recommend');
  const encoder = set === undefined ? null : await encoderOf(set.name);
  if (set === undefined || encoder === null)
    throw new JudgeError('Interests are measured with an encoder.', 'Name one with --encoder.');
  const { makeInterestStudy } = await import('./interest-runs.ts');
  let told = '';
  await makeInterestStudy({
    folder: folderOf(set, data),
    encoder,
    seed,
    onProgress: (what) => {
      if (what !== told) process.stderr.write(`interests: ${what}\n`);
      told = what;
    },
  });
}

/** Which encoder a set is judged with, opened once. */
function chooseEncoders(
  given: readonly string[],
  data: string,
  seed: number,
): (set: string) => Promise<TextEncoder | null> {
  const opened = new Map<string, Promise<TextEncoder | null>>();
  let usual = 'shipped';
  const bySet = new Map<string, string>();
  for (const text of given) {
    const [, set, file] = /^([a-z-]+)=(.+)$/.exec(text) ?? [];
    if (set === undefined || file === undefined) usual = text;
    else if (judgedSets.some(({ name }) => name === set)) bySet.set(set, file);
    else leave(`--encoder ${text}: there is no set ${set}.\n\n${usage}`);
  }
  return (set) => {
    const name = bySet.get(set) ?? usual;
    // Its own encoder is another one for each set.
    const key = name === 'own' ? `own ${set}` : name;
    const known = opened.get(key) ?? (name === 'own' ? ownEncoder(set, data, seed) : open(name));
    opened.set(key, known);
    return known;
  };
}

async function open(name: string): Promise<TextEncoder | null> {
  if (name === 'none') return null;
  if (name !== 'shipped') return openModelFile(resolve(name));
  if (existsSync(shipped)) return openModelFile(shipped);
  process.stderr.write('There is no shipped encoder: only what needs none is judged.\n');
  return null;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function leave(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
