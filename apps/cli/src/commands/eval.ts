import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { JudgeError, judgeSearch, readCollection, searchSystems, type SearchSystem } from '@broadsheet/judge';
import { wholeNumber } from '../arguments.ts';
import { evalTables } from '../eval/eval-tables.ts';
import { judgedEncoder } from '../eval/judged-encoder.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { plain, print, printJson } from '../print.ts';
import { bar, makeProgress } from '../progress.ts';

interface EvalFlags {
  encoder: string;
  learn?: true;
  minutes?: number;
  systems?: SearchSystem[];
  queries?: number;
  judgements: string;
  seed: number;
  json?: true;
}

export function addEval(program: Command): void {
  program
    .command('eval')
    .argument(
      '<folder>',
      'with corpus.jsonl, queries.jsonl and qrels/test.tsv (BEIR layout; .gz is unpacked)',
    )
    .option(
      '--encoder <name>',
      'shipped, none, a model file, a number or name of `learn list`, or a pre-trained model',
      'shipped',
    )
    .option('--learn', 'train an encoder on the documents first, and judge that one')
    .option('--minutes <number>', 'with --learn: train for so long at most', wholeNumber(1, 100_000))
    .option('--systems <names>', `only these, with commas between: ${searchSystems.join(', ')}`, systemNames)
    .option(
      '--queries <number>',
      'ask so many, drawn by the seed, instead of all',
      wholeNumber(1, 10_000_000),
    )
    .option('--judgements <name>', 'which table of qrels', 'test')
    .option('--seed <number>', 'of all that is random', wholeNumber(0, 4_294_967_295), 1)
    .option('--json', 'print JSON')
    .description('Judge how well search finds by a collection with judgements, in a scratch store.')
    .addHelpText(
      'after',
      examples(
        'broadsheet eval scifact',
        'broadsheet eval scifact --encoder none --json',
        'broadsheet eval ./our-questions --learn --systems hybrid,BM25',
      ),
    )
    .action(judge);
}

async function judge(folder: string, flags: EvalFlags, command: Command): Promise<void> {
  if (flags.minutes !== undefined && flags.learn !== true)
    throw new Failure('--minutes is for --learn.', 'Leave it away, or add --learn.', exitCodes.usage);
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new Failure('Interrupted. Nothing was kept.', undefined, exitCodes.interrupted));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const progress = makeProgress();
  const watch = {
    signal: stop.signal,
    onProgress: (what: string, done: number, of: number) =>
      progress.update(`${bar(of === 0 ? 0 : done / of)} ${what}, ${done} of ${of}`),
  };
  try {
    const collection = await readCollection(folder, flags.judgements);
    const encoder = await judgedEncoder(command, collection, flags, watch);
    if (encoder === null && flags.systems?.some((name) => name === 'hybrid' || name === 'encoder') === true)
      throw new Failure(
        'hybrid and encoder need an encoder, and there is none.',
        'Name one with --encoder, or train one with --learn.',
        exitCodes.usage,
      );
    const judged = await judgeSearch(collection, {
      encoder,
      seed: flags.seed,
      ...watch,
      ...(flags.systems === undefined ? {} : { systems: flags.systems }),
      ...(flags.queries === undefined ? {} : { queries: flags.queries }),
    });
    progress.clear();
    if (flags.json) printJson(judged);
    else for (const line of evalTables(judged)) print(plain(line));
  } catch (error) {
    if (error instanceof JudgeError) throw new Failure(error.message, error.hint, exitCodes.usage);
    throw error;
  } finally {
    progress.clear();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

function systemNames(text: string): SearchSystem[] {
  return text.split(',').map((given) => {
    const found = searchSystems.find((name) => name.toLowerCase() === given.trim().toLowerCase());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`“${given.trim()}” is none of ${searchSystems.join(', ')}.`);
  });
}
