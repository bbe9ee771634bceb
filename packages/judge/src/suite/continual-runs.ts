import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { continualRun, continualWays, partStages, type ContinualRun } from '../continual/continual-study.ts';
import { recordsFolder } from './record.ts';
import { readTexts } from './training-runs.ts';

const file = join(recordsFolder, 'continual.json');
const stages = 4;
/** Evenly taken from all, in the order of their dates. */
const mostPapers = 40_000;

/** The runs that are kept, in the order in which they were made. */
export async function readContinualRuns(): Promise<ContinualRun[]> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as ContinualRun[]) : [];
}

/** Makes the runs that are not kept yet, each way with each seed, on the papers of the data folder. */
export async function makeContinualRuns(options: {
  readonly data: string;
  readonly seeds: readonly number[];
  readonly fresh: boolean;
  readonly onProgress: (text: string) => void;
}): Promise<void> {
  const { data, seeds, fresh, onProgress } = options;
  if (fresh) await keep([]);
  const all = await readTexts(data);
  const each = Math.max(1, Math.ceil(all.length / mostPapers));
  const parted = partStages(
    all.filter((_, i) => i % each === 0),
    stages,
  );
  for (const seed of seeds)
    for (const way of continualWays) {
      const kept = await readContinualRuns();
      if (kept.some((run) => run.way === way && run.seed === seed)) continue;
      await keep([...kept, await continualRun(parted, { way, seed }, onProgress)]);
    }
}

async function keep(runs: readonly ContinualRun[]): Promise<void> {
  await mkdir(recordsFolder, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(runs, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
