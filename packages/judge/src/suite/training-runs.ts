import { existsSync, createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { AboutTraining, TextEncoder } from '@broadsheet/learn';
import { readPapers, type PaperText } from '@broadsheet/papers';
import { readCollection } from '../collection/read-collection.ts';
import { trainOnTexts } from '../encoders/train-on-documents.ts';
import { judgeSearch } from '../search/judge-search.ts';
import { recordsFolder } from './record.ts';
import { folderOf, judgedSets } from './sets.ts';

/** One training and what came of it on the sets for choosing. */
export interface TrainingRun {
  readonly method: string;
  /** How long it was allowed to take. */
  readonly minutes: number;
  readonly seed: number;
  readonly papers: number;
  readonly seconds: number;
  readonly curve: AboutTraining['curve'];
  /** Mean nDCG@10 by set. */
  readonly ndcg: Readonly<Record<string, { readonly encoder: number; readonly hybrid: number }>>;
}

const file = join(recordsFolder, 'training.json');

/** The runs that are kept, in the order in which they were made. */
export async function readTrainingRuns(): Promise<TrainingRun[]> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as TrainingRun[]) : [];
}

async function keep(run: TrainingRun): Promise<void> {
  const others = (await readTrainingRuns()).filter((one) => !isSame(one, run));
  await mkdir(recordsFolder, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify([...others, run], null, 2)}\n`);
  await rename(`${file}.new`, file);
}

function isSame(
  one: Omit<TrainingRun, 'papers'>,
  other: Pick<TrainingRun, 'method' | 'minutes' | 'seed'>,
): boolean {
  return one.method === other.method && one.minutes === other.minutes && one.seed === other.seed;
}

export interface TrainingRunsOptions {
  readonly data: string;
  readonly methods: readonly string[];
  readonly minutes: readonly number[];
  readonly seed: number;
  readonly fresh: boolean;
  readonly onProgress: (text: string) => void;
}

/**
 * Trains an encoder by each method for each time on the papers of the data folder (on the shipped sample where it has none), and
 * judges each on the sets for choosing: quality against minutes, and against RankMe. Runs that are kept are not made again.
 */
export async function makeTrainingRuns(options: TrainingRunsOptions): Promise<void> {
  const { data, methods, minutes, seed, fresh, onProgress } = options;
  let texts: PaperText[] | null = null;
  for (const method of methods)
    for (const limit of minutes) {
      const name = `${method}, ${limit} min`;
      const kept = (await readTrainingRuns()).some((run) => isSame(run, { method, minutes: limit, seed }));
      if (kept && !fresh) {
        onProgress(`${name}: made already`);
        continue;
      }
      texts ??= await readTexts(data);
      onProgress(`${name}: training on ${texts.length} papers`);
      const { encoder, about } = await trainOnTexts(texts, { seed, minutes: limit, method });
      onProgress(`${name}: judging`);
      const ndcg = await judgeChoosing(data, encoder, seed);
      await keep({
        method,
        minutes: limit,
        seed,
        papers: about.papers,
        ndcg,
        seconds: about.seconds,
        curve: about.curve,
      });
    }
}

async function judgeChoosing(data: string, encoder: TextEncoder, seed: number): Promise<TrainingRun['ndcg']> {
  const found: Record<string, { encoder: number; hybrid: number }> = {};
  for (const set of judgedSets) {
    if (set.kind !== 'search' || set.role !== 'choosing') continue;
    const collection = await readCollection(folderOf(set, data));
    const { systems } = await judgeSearch(collection, { encoder, seed, systems: ['encoder', 'hybrid'] });
    const of = (name: string) => systems.find((one) => one.name === name)?.measures['nDCG@10'].mean ?? NaN;
    found[set.name] = { encoder: of('encoder'), hybrid: of('hybrid') };
  }
  return found;
}

/** All papers of the data folder, in the order of their dates; of the shipped sample where it has none. */
export async function readTexts(data: string): Promise<PaperText[]> {
  const large = join(data, 'papers.jsonl.gz');
  const path = existsSync(large) ? large : resolve(import.meta.dirname, '../../../../data/sample.jsonl.gz');
  const texts: PaperText[] = [];
  for await (const item of readPapers(createReadStream(path), { name: basename(path) }))
    if (item.ok)
      texts.push({ id: texts.length, title: item.record.title, abstract: item.record.abstract ?? '' });
  return texts;
}
