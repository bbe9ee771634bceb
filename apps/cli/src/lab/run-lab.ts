import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import {
  completePlan,
  hashOf,
  labRecord,
  performRun,
  storedRun,
  type DataSet,
  type Performed,
  type Run,
  type RunPlanInput,
  type RunRecord,
} from '@broadsheet/lab';
import { findRun, listRuns, saveRun } from '@broadsheet/papers';
import { start } from '@broadsheet/tensor';
import { withStore } from '../with-store.ts';
import { explained } from './explained.ts';
import { checkpointsOf } from './lab-place.ts';
import { watchRun } from './watch-run.ts';

export interface LabRunOptions {
  readonly threads?: number | undefined;
  readonly resume?: boolean;
  readonly everySteps?: number | undefined;
  /** Says nothing on the way. */
  readonly quiet?: boolean;
  onEnd?(run: Run): Promise<void>;
}

type Engine = Awaited<ReturnType<typeof start>>;

let engine: Promise<Engine> | undefined;

/** What computes: started once for all runs of a command. */
export function startEngine(threads: number = availableParallelism()): Promise<Engine> {
  return (engine ??= start({ threads }));
}

/** Lets the process end: threads that wait would keep it. */
export async function stopEngine(): Promise<void> {
  await (await engine)?.stop();
  engine = undefined;
}

/** Carries out a plan, watched, so that Ctrl-C interrupts it once and ends the program twice; keeps its record. */
export async function runInLab(
  command: Command,
  plan: RunPlanInput,
  data: DataSet,
  options: LabRunOptions = {},
): Promise<Performed> {
  const backend = await startEngine(options.threads);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const watch = watchRun(process.stderr, options.quiet === true);
  try {
    const done = await explained(
      performRun(plan, data, {
        backend,
        checkpoints: checkpointsOf(command),
        resume: options.resume === true,
        signal: stop.signal,
        every: { seconds: 30, ...(options.everySteps === undefined ? {} : { steps: options.everySteps }) },
        onBegin(run) {
          const { plan: full } = run;
          watch.say(
            `${full.method} on ${data.name} (${data.train.n} to learn from, ${data.test.n} to test with), ` +
              `encoder ${full.encoder.kind}, seed ${full.seed}, threads: ${backend.threads}.` +
              (run.step > 0 ? ` Goes on at step ${run.step}.` : ''),
          );
        },
        onStep: (report) => watch.step(report),
        onEvaluate: () => watch.say('Measuring what was learnt.'),
        ...(options.onEnd === undefined ? {} : { onEnd: options.onEnd }),
      }),
    );
    if (!done.interrupted) await withStore(command, (store) => saveRun(store, storedRun(done.record)));
    return done;
  } finally {
    watch.end();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

/** A run of this very plan and data that the store has already; null where there is none. */
export async function knownRun(
  command: Command,
  plan: RunPlanInput,
  data: DataSet,
): Promise<RunRecord | null> {
  const hash = await hashOf(await explained(Promise.try(() => completePlan(plan, data))), data);
  return withStore(command, async (store) => {
    const [newest] = await listRuns(store, { hash, limit: 1 });
    const stored = newest === undefined ? null : await findRun(store, newest.id);
    const found = labRecord.safeParse(stored?.record);
    return found.success && found.data.kind === 'run' ? found.data : null;
  });
}
