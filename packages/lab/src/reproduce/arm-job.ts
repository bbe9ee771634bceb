import { randomUUID } from 'node:crypto';
import { start } from '@broadsheet/tensor';
import { readDataSet } from '../files/data-sets.ts';
import { Checkpoints } from '../records/checkpoints.ts';
import { codeFacts } from '../records/code-facts.ts';
import { machineFacts } from '../records/machine-facts.ts';
import { performRun } from '../records/perform-run.ts';
import { writeRecord } from '../records/record-files.ts';
import { isMethodArm, type Arm, type Recipe } from '../recipes/recipe.ts';
import { CheckpointError } from '../run/run.ts';
import { analysisRecord, type LabRecord } from '../run/run-record.ts';
import { armHash } from './arm-hash.ts';
import { recordPath } from './record-path.ts';

export interface ArmJobOptions {
  /** Where records lie: `FOLDER/ROW/ARM-SEED.json`. */
  readonly folder: string;
  readonly checkpoints: string;
  readonly dataFolder: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** How far it is, for people. */
  tell(what: string): void;
}

/**
 * Runs one arm of a recipe with one seed and writes its record; goes on where it was interrupted.
 * @returns false where it was interrupted.
 */
export async function runArm(
  recipe: Recipe,
  arm: Arm,
  seed: number,
  options: ArmJobOptions,
): Promise<boolean> {
  const { folder, signal, tell, threads } = options;
  const backend = await start({ threads });
  const record = isMethodArm(arm)
    ? await runMethod({ ...arm.plan, seed })
    : await analyse(recipe, arm, seed, options, machineFacts(backend));
  if (record === null) return false;
  await writeRecord(recordPath(folder, recipe, arm, seed), record);
  await backend.stop();
  return true;

  async function runMethod(plan: Parameters<typeof performRun>[0]): Promise<LabRecord | null> {
    const data = await readDataSet(plan.data, options.dataFolder);
    const perform = (resume: boolean) =>
      performRun(plan, data, {
        backend,
        checkpoints: new Checkpoints(options.checkpoints),
        resume,
        signal,
        onStep({ step, steps, loss }) {
          if (step % 50 === 0 || step === steps) tell(`step ${step} of ${steps}, loss ${loss.toFixed(4)}`);
        },
        onEvaluate: () => tell('measuring'),
      });
    const done = await perform(true).catch((error: unknown) => {
      if (!(error instanceof CheckpointError)) throw error;
      tell(`begins anew: ${error.message}`);
      return perform(false);
    });
    return done.interrupted ? null : done.record;
  }
}

async function analyse(
  recipe: Recipe,
  arm: Exclude<Arm, { plan: unknown }>,
  seed: number,
  { dataFolder, signal, tell }: ArmJobOptions,
  machine: LabRecord['machine'],
): Promise<LabRecord | null> {
  const started = new Date().toISOString();
  const begin = performance.now();
  const found = await arm.run({
    seed,
    signal,
    tell,
    data: (choice) => readDataSet(choice, dataFolder),
  });
  if (signal.aborted) return null;
  return analysisRecord.parse({
    version: 1,
    kind: 'analysis',
    id: randomUUID(),
    hash: await armHash(recipe, arm, seed, null),
    seed,
    code: codeFacts(),
    machine,
    started,
    seconds: { training: 0, evaluation: Math.round(performance.now() - begin) / 1000 },
    row: recipe.id,
    arm: arm.name,
    metrics: found.metrics,
    series: found.series ?? [],
  });
}
