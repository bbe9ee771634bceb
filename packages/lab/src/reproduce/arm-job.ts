import { randomUUID } from 'node:crypto';
import { start, type Backend } from '@broadsheet/tensor';
import { readDataSet } from '../files/data-sets.ts';
import { Checkpoints } from '../records/checkpoints.ts';
import { codeFacts } from '../records/code-facts.ts';
import { machineFacts } from '../records/machine-facts.ts';
import { performRun } from '../records/perform-run.ts';
import { writeRecord } from '../records/record-files.ts';
import {
  Interrupted,
  isMethodArm,
  type AnalysisContext,
  type Arm,
  type PerformedPlan,
  type Recipe,
} from '../recipes/recipe.ts';
import { CheckpointError } from '../run/run.ts';
import { dataChoice, type RunPlanInput } from '../run/run-plan.ts';
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
  const { folder, threads } = options;
  const backend = await start({ threads });
  const record = isMethodArm(arm)
    ? ((await perform({ ...arm.plan, seed }, backend, options))?.record ?? null)
    : await analyse(recipe, arm, seed, backend, options);
  if (record === null) return false;
  await writeRecord(recordPath(folder, recipe, arm, seed), record);
  await backend.stop();
  return true;
}

/** Carries out a plan, going on from its checkpoint; null where it was interrupted. */
async function perform(
  plan: RunPlanInput,
  backend: Backend,
  { dataFolder, checkpoints, signal, tell }: ArmJobOptions,
  withStages = false,
): Promise<PerformedPlan | null> {
  const data = await readDataSet(dataChoice.parse(plan.data), dataFolder);
  let stages: PerformedPlan['stages'] = {};
  const goOn = (resume: boolean) =>
    performRun(plan, data, {
      backend,
      checkpoints: new Checkpoints(checkpoints),
      resume,
      signal,
      onStep({ step, steps, loss }) {
        if (step % 50 === 0 || step === steps) tell(`step ${step} of ${steps}, loss ${loss.toFixed(4)}`);
      },
      onEvaluate: () => tell('measuring'),
      async onEnd(run) {
        if (withStages) stages = await run.stages();
      },
    });
  const done = await goOn(true).catch((error: unknown) => {
    if (!(error instanceof CheckpointError)) throw error;
    tell(`begins anew: ${error.message}`);
    return goOn(false);
  });
  return done.interrupted ? null : { record: done.record, stages };
}

async function analyse(
  recipe: Recipe,
  arm: Exclude<Arm, { plan: unknown }>,
  seed: number,
  backend: Backend,
  options: ArmJobOptions,
): Promise<LabRecord | null> {
  const { dataFolder, signal, tell } = options;
  const started = new Date().toISOString();
  const begin = performance.now();
  const context: AnalysisContext = {
    seed,
    signal,
    tell,
    data: (choice) => readDataSet(choice, dataFolder),
    async perform(plan) {
      const done = await perform(plan, backend, options, true);
      if (done === null) throw new Interrupted('The analysis was interrupted.');
      return done;
    },
  };
  const found = await Promise.resolve(arm.run(context)).catch((error: unknown) => {
    if (error instanceof Interrupted) return null;
    throw error;
  });
  if (found === null || signal.aborted) return null;
  return analysisRecord.parse({
    version: 1,
    kind: 'analysis',
    id: randomUUID(),
    hash: await armHash(recipe, arm, seed, null),
    seed,
    code: codeFacts(),
    machine: machineFacts(backend),
    started,
    seconds: { training: 0, evaluation: Math.round(performance.now() - begin) / 1000 },
    row: recipe.id,
    arm: arm.name,
    metrics: found.metrics,
    series: found.series ?? [],
  });
}
