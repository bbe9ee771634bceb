import { setImmediate } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { StepReport } from '@broadsheet/methods';
import type { Backend } from '@broadsheet/tensor';
import type { DataSet } from '../data/data-set.ts';
import { CheckpointError, completePlan, hashOf, notesOf, Run } from '../run/run.ts';
import type { RunPlanInput } from '../run/run-plan.ts';
import { runRecord, type RunRecord } from '../run/run-record.ts';
import type { Checkpoints } from './checkpoints.ts';
import { codeFacts } from './code-facts.ts';
import { machineFacts } from './machine-facts.ts';

export interface PerformOptions {
  /** What `start` of packages/tensor answered with. */
  readonly backend: Backend;
  /** Where it is kept how far the run is; null where nothing is to be kept. */
  readonly checkpoints?: Checkpoints | null;
  /** Goes on from this run's checkpoint, where there is one. */
  readonly resume?: boolean;
  /** How often a checkpoint is written, besides at an interruption: after so many seconds, or steps. */
  readonly every?: { readonly seconds?: number; readonly steps?: number };
  /** Interrupts between two steps. */
  readonly signal?: AbortSignal;
  onBegin?(run: Run): void;
  onStep?(report: StepReport, run: Run): void;
  /** Training is done; what follows may take a while. */
  onEvaluate?(run: Run): void;
  /** Before the run is freed: for whoever wants its encoder. */
  onEnd?(run: Run): Promise<void>;
}

export type Performed =
  | { readonly interrupted: false; readonly record: RunRecord }
  | { readonly interrupted: true; readonly hash: string; readonly step: number; readonly steps: number };

/**
 * Carries out a plan in this process, writing checkpoints on the way, and makes its record. Interrupted by the signal it
 * writes one more; killed, it goes on from the last. Either way what comes out in the end has the bits of a run that nobody
 * interrupted.
 * @throws what `Run.begin` and training throw. Checkpoints stay.
 */
export async function performRun(
  given: RunPlanInput,
  data: DataSet,
  options: PerformOptions,
): Promise<Performed> {
  const { backend, checkpoints = null, resume = false, signal, every = { seconds: 30 } } = options;
  const hash = await hashOf(completePlan(given, data), data);
  const checkpoint = resume ? await checkpoints?.read(hash) : null;
  const known = checkpoint ? notesOf(checkpoint) : null;
  const code = codeFacts();
  if (known !== null && known.notes['code'] !== JSON.stringify(code))
    throw new CheckpointError(
      'The code has changed since this run was interrupted, so it would be neither the one nor the other run. ' +
        'Go back to that code, or begin anew without --resume.',
    );
  const started = known?.notes['started'] ?? new Date().toISOString();
  const run = await Run.begin(given, data, checkpoint ? { checkpoint } : {});
  let seconds = Number(known?.notes['seconds'] ?? 0);
  const save = async (): Promise<void> => {
    if (checkpoints === null || run.steps === 0) return;
    const notes = { started, seconds: String(seconds), code: JSON.stringify(code) };
    await checkpoints.write(hash, await run.checkpoint(notes));
  };
  try {
    options.onBegin?.(run);
    let last = performance.now();
    let saved = { at: last, step: run.step };
    for await (const report of run.train()) {
      const now = performance.now();
      seconds += (now - last) / 1000;
      options.onStep?.(report, run);
      const due =
        (every.steps !== undefined && report.step - saved.step >= every.steps) ||
        (every.seconds !== undefined && now - saved.at >= every.seconds * 1000);
      if (due && report.step < run.steps) {
        await save();
        saved = { at: performance.now(), step: report.step };
      }
      // Lets signals in.
      await setImmediate();
      if (signal?.aborted && report.step < run.steps) {
        await save();
        return { interrupted: true, hash, step: run.step, steps: run.steps };
      }
      last = performance.now();
    }
    // Looking at the encoder may be killed too, and training is what takes long.
    await save();
    options.onEvaluate?.(run);
    const begin = performance.now();
    const { train, test, checksum, kind, licence, origin, classes, name } = data;
    const { encoder, plan, steps, curve, metrics, baselines } = await run.outcome();
    const record: RunRecord = runRecord.parse({
      version: 1,
      kind: 'run',
      id: randomUUID(),
      hash,
      seed: plan.seed,
      code,
      machine: machineFacts(backend),
      started,
      seconds: { training: rounded(seconds), evaluation: rounded((performance.now() - begin) / 1000) },
      plan,
      data: { name, kind, licence, origin, checksum, train: train.n, test: test.n, classes },
      encoder,
      steps,
      curve,
      metrics,
      baselines,
    });
    await options.onEnd?.(run);
    await checkpoints?.remove(hash);
    return { interrupted: false, record };
  } finally {
    run.dispose();
  }
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
