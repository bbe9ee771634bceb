import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Arm, Recipe } from '../recipes/recipe.ts';
import type { RecipeSummary } from '../recipes/summary.ts';
import { readDataSet } from '../files/data-sets.ts';
import { writeRecord } from '../records/record-files.ts';
import { drawUpSummary, plannedRuns } from './draw-up-summary.ts';
import { recordPath } from './record-path.ts';
import { recordsByHash } from './records-by-hash.ts';

export interface ReproduceOptions {
  readonly seeds: readonly number[];
  /** Only these arms; all unless given. */
  readonly arms?: readonly string[];
  /** Processes side by side. */
  readonly jobs: number;
  /** Threads of each. */
  readonly threads: number;
  readonly folder: string;
  readonly checkpoints: string;
  readonly dataFolder: string;
  readonly signal: AbortSignal;
  tell(line: string): void;
}

/** What a process that runs one arm is started with. */
export interface WorkerJob {
  readonly recipe: string;
  readonly arm: string;
  readonly seed: number;
  readonly folder: string;
  readonly checkpoints: string;
  readonly dataFolder: string;
  readonly threads: number;
}

/**
 * Runs what a recipe still lacks, each arm and seed in a process of its own, and draws up the summary of all. Interrupted
 * or killed, the same call goes on: what has a record is not run again, and what has a checkpoint goes on from it. A run that
 * another row has made, of the same plan and data, serves this one too.
 * @throws Error where an arm does not exist or its process failed; other arms' records stay.
 */
export async function reproduce(recipe: Recipe, options: ReproduceOptions): Promise<RecipeSummary> {
  const { seeds, arms, jobs, folder, tell, signal, dataFolder } = options;
  const unknown = arms?.find((name) => !recipe.arms.some((arm) => arm.name === name));
  if (unknown !== undefined)
    throw new RangeError(
      `${recipe.id} has no arm ${unknown}. It has: ${recipe.arms.map(({ name }) => name).join(', ')}.`,
    );
  const plan = () => plannedRuns(recipe, seeds, folder, (choice) => readDataSet(choice, dataFolder));
  const lacking = (await plan()).filter(
    ({ arm, record }) => record === null && (arms === undefined || arms.includes(arm.name)),
  );
  const others = await recordsByHash(folder);
  const waiting: typeof lacking = [];
  for (const one of lacking) {
    const known = others.get(one.hash);
    if (known === undefined) waiting.push(one);
    else await writeRecord(recordPath(folder, recipe, one.arm, one.seed), known);
  }
  const taken = lacking.length - waiting.length;
  tell(`${recipe.id}: ${waiting.length} runs to do${taken > 0 ? `, ${taken} taken from other rows` : ''}.`);
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      const { arm, seed } = next;
      await runInProcess(recipe, arm, seed, options).catch((error: Error) =>
        failures.push(`${arm.name}, seed ${seed}: ${error.message}`),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return drawUpSummary(recipe, await plan(), folder);
}

/** A process of its own takes its memory with it, and two of them two cores. */
function runInProcess(recipe: Recipe, arm: Arm, seed: number, options: ReproduceOptions): Promise<void> {
  const { folder, checkpoints, dataFolder, threads, signal, tell } = options;
  const job: WorkerJob = { recipe: recipe.id, arm: arm.name, seed, folder, checkpoints, dataFolder, threads };
  const name = `${recipe.id} ${arm.name} ${seed}`;
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('worker.ts', import.meta.url)), JSON.stringify(job)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const stop = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  createInterface({ input: child.stdout }).on('line', (line) => tell(`${name}: ${line}`));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (code === 0 || signal.aborted) resolve();
      else reject(new Error(errors.trim() || `its process ended with ${code}`));
    });
  });
}
