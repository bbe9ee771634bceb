/**
 * What a stack in a process of its own is asked and answers: the job is its first argument, JSON; each answer is a line
 * of JSON. torch-peer.py speaks the same.
 */
import { readValues, type TaskName, type Value, isStep } from './values.ts';
import type { MicroName } from './micro.ts';
import type { StepName } from './steps.ts';

export type Setting = Readonly<Record<string, string | number | boolean>>;

export interface Job {
  /** Folder that `writeValues` filled. */
  values: string;
  tasks: readonly TaskName[];
  threads: number;
  /** Each task is run for so long, and `least` times at least, cold and then once more warm. */
  seconds: number;
  least: number;
  /** After so many runs it is warm in any case: code compiled, pages there, caches full. */
  cold: number;
  /** By task; none for those that have nothing to set. */
  settings: Readonly<Partial<Record<TaskName, Setting>>>;
}

export interface Answer {
  task: TaskName;
  /** Milliseconds of each warm run in their order. */
  times: number[];
  /** Of the first steps. */
  losses?: number[];
  /** Sum of the squares of all results of an operation. */
  squares?: number;
  /** What a stack that was to find its best settings has found. */
  settings?: Setting;
}

export interface Failure {
  task: TaskName;
  /** Why it cannot be done. */
  fails: string;
}

/** First line of every stack. */
export interface Greeting {
  version: string;
}

export interface Operation {
  /** Does it once, entirely, and frees what came of it. */
  run: () => void | Promise<void>;
  results: () => ArrayLike<number>[] | Promise<ArrayLike<number>[]>;
}

export type Values = Record<string, Value>;

/** A stack of this process. Both prepare; what they give back is what is measured. */
export interface Stack {
  version: string;
  step: (name: StepName, values: Values, setting: Setting) => Promise<() => number | Promise<number>>;
  micro: (name: MicroName, values: Values, setting: Setting) => Promise<Operation>;
}

/** Losses that are compared. */
const comparedLosses = 5;

/** Does the job of this process. */
export async function answer(open: (threads: number) => Promise<Stack>): Promise<void> {
  const job = JSON.parse(process.argv[2] ?? '') as Job;
  const stack = await open(job.threads);
  say({ version: stack.version });
  for (const task of job.tasks)
    try {
      const values = readValues(job.values, task);
      const setting = job.settings[task] ?? {};
      if (isStep(task)) say(await measureStep(task, await stack.step(task, values, setting), job));
      else say(await measureMicro(task, await stack.micro(task, values, setting), job));
    } catch (error) {
      say({ task, fails: error instanceof Error ? error.message : String(error) });
    }
  // Worker threads that a stack keeps would hold the process.
  process.exit();
}

async function measureStep(task: StepName, run: () => number | Promise<number>, job: Job): Promise<Answer> {
  const losses: number[] = [];
  const times = await timesOf(async () => {
    const loss = await run();
    if (losses.length < comparedLosses) losses.push(loss);
  }, job);
  return { task, times, losses };
}

async function measureMicro(task: MicroName, { run, results }: Operation, job: Job): Promise<Answer> {
  const times = await timesOf(run, job);
  let squares = 0;
  for (const result of await results())
    for (let at = 0; at < result.length; at++) squares += (result[at] as number) ** 2;
  return { task, times, squares };
}

async function timesOf(run: () => void | Promise<void>, { seconds, least, cold }: Job): Promise<number[]> {
  const times: number[] = [];
  const begun = performance.now();
  let warmSince = begun;
  for (let count = 0; ; count++) {
    const start = performance.now();
    const isCold = count < least || (count < cold && start - begun < 3000 * seconds);
    if (isCold) warmSince = start;
    else if (times.length >= least && start - warmSince > 1000 * seconds) return times;
    await run();
    if (!isCold) times.push(performance.now() - start);
  }
}

function say(line: Greeting | Answer | Failure): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
