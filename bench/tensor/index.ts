/**
 * The tensor engine beside PyTorch, jax-js and TensorFlow.js: the four training steps of steps.ts and the operations of
 * micro.ts, from the same values, each stack in a process of its own, in turn, several rounds. A time counts only where
 * the first losses (or the results) agree with those of the others. What each row says: docs/benchmarks.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../median.ts';
import { agree } from './agreement.ts';
import { peersHere, type Peer } from './peers.ts';
import { firstStep } from './first-step.ts';
import { report } from './report.ts';
import type { Answer, Failure, Setting } from './peer.ts';
import { runPeer } from './run-peer.ts';
import { findTorch } from './torch.ts';
import { isStep, microNames, stepNames, writeValues, type TaskName } from './values.ts';

export interface TensorOptions {
  threads: number[];
  rounds: number;
  /** A look of about a minute: one round, presets in place of trials, without what is slow. */
  quick: boolean;
  /** Only these; what is slow among them is not left out. All, or the quick ones, unless given. */
  tasks?: readonly string[];
}

/** What one row of a table is made of. */
export interface Row {
  task: TaskName;
  stack: string;
  threads: number;
  setting: Setting;
  /** Milliseconds of all warm runs of all rounds. */
  times: number[];
  /** Why there are no times. */
  missing: string | null;
}

/** Runs of a task at least, cold and warm: together more than the losses that are compared. */
const leastRuns = 3;

/** PyTorch's memory takes about eight runs until it is all there; V8 compiles kernels anew while they run. */
const coldRuns = 10;

/** For one task in one process; jax-js takes half a minute to compile a convolutional step. */
const limitSeconds = 240;

const quickTasks: TaskName[] = [...stepNames, 'matmul1024', 'softmax', 'convGradients', 'bagGradient'];

const all: readonly TaskName[] = [...stepNames, ...microNames];

/** @throws RangeError with the tasks that there are. */
function taskOf(name: string): TaskName {
  const found = all.find((task) => task === name);
  if (found !== undefined) return found;
  throw new RangeError(`There is no task ${name}. There are: ${all.join(', ')}.`);
}

export async function benchTensor({ threads, rounds, quick, tasks: asked }: TensorOptions): Promise<string> {
  const torch = findTorch();
  const peers = peersHere(torch);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const tasks = asked === undefined ? (quick ? quickTasks : all) : asked.map(taskOf);
  try {
    writeValues(folder, tasks);
    const bench = new Bench(folder, { quick, leaveOutSlow: quick && asked === undefined });
    const rows = new Map<string, Row>();
    for (const count of threads)
      for (let round = 1; round <= rounds; round++)
        for (const task of tasks)
          for (const peer of peers) {
            process.stderr.write(`${count} threads, round ${round} of ${rounds}: ${task}, ${peer.name}\n`);
            const row = await bench.measure(peer, task, count);
            const key = [row.task, row.stack, count].join();
            const known = rows.get(key);
            if (known === undefined) rows.set(key, row);
            else known.times.push(...row.times);
          }
    const tables = report({
      rows: [...rows.values()],
      versions: bench.versions,
      torch,
      threads,
      rounds,
      quick,
    });
    const first = tasks.includes('tfm') ? threads.map((count) => firstStep(folder, count)) : [];
    return [tables, ...first].join('\n\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Tried = { setting: Setting } | { setting: null; reason: string };

class Bench {
  readonly versions: Record<string, string> = {};
  readonly #folder: string;
  readonly #quick: boolean;
  readonly #leaveOutSlow: boolean;
  /** Settings that were found best, by stack, task and threads. */
  readonly #best = new Map<string, Setting>();
  /** Losses or sums of squares of the first stack that did a task, by task. */
  readonly #expected = new Map<TaskName, number[]>();

  constructor(folder: string, { quick, leaveOutSlow }: { quick: boolean; leaveOutSlow: boolean }) {
    this.#folder = folder;
    this.#quick = quick;
    this.#leaveOutSlow = leaveOutSlow;
  }

  async measure(peer: Peer, task: TaskName, threads: number): Promise<Row> {
    const used = Math.min(threads, peer.threads);
    const row = (setting: Setting, answer: Answer | Failure): Row => ({
      task,
      stack: peer.name,
      threads,
      setting: 'fails' in answer ? setting : { ...setting, ...answer.settings },
      times: 'fails' in answer ? [] : answer.times,
      missing: 'fails' in answer ? answer.fails : null,
    });
    if (this.#leaveOutSlow && peer.slow?.includes(task))
      return row({}, { task, fails: 'left out by --quick' });
    const key = [peer.name, task, used].join();
    let best = this.#best.get(key);
    if (best === undefined) {
      const tried = await this.#tryAll(peer, task, used);
      if (tried.setting === null) return row({}, { task, fails: tried.reason });
      this.#best.set(key, (best = tried.setting));
    }
    return row(best, await this.#run(peer, task, used, best));
  }

  /** The fastest of the settings with which a stack does the task rightly, or why none does. */
  async #tryAll(peer: Peer, task: TaskName, threads: number): Promise<Tried> {
    if (this.#quick) return { setting: peer.preset(task, threads) };
    const candidates = peer.candidates(task, threads);
    let best: { setting: Setting; time: number } | null = null;
    const reasons = new Set<string>();
    for (const setting of candidates) {
      if (candidates.length === 1 && peer.turns === undefined) return { setting };
      const answer = await this.#run(peer, task, threads, setting, peer.turns);
      if ('fails' in answer) {
        reasons.add(answer.fails);
        continue;
      }
      const time = median(answer.times);
      if (best === null || time < best.time) best = { setting: { ...setting, ...answer.settings }, time };
    }
    return best ?? { setting: null, reason: [...reasons].join('; ') };
  }

  /** One process; an answer that disagrees with that of the others is a failure. */
  async #run(
    peer: Peer,
    task: TaskName,
    threads: number,
    setting: Setting,
    tune: readonly string[] = [],
  ): Promise<Answer | Failure> {
    const job = {
      values: this.#folder,
      tasks: [task],
      threads,
      seconds: tune.length > 0 || this.#quick ? 0.3 : 1.5,
      least: leastRuns,
      cold: coldRuns,
      settings: { [task]: setting },
      tune,
    };
    const { version, answers } = await runPeer(peer.command(setting), job, [task], limitSeconds);
    if (version !== '') this.versions[peer.name] = version;
    const [answer] = answers;
    if (answer === undefined) throw new Error(`${peer.name} did not answer to ${task}.`);
    if ('fails' in answer) return answer;
    const proof = isStep(task) ? (answer.losses ?? []) : [answer.squares ?? Number.NaN];
    const expected = this.#expected.get(task);
    if (expected === undefined) this.#expected.set(task, proof);
    else if (!agree(proof, expected))
      return { task, fails: `wrong: ${figures(proof)} where ${figures(expected)} was to come` };
    return answer;
  }
}

function figures(values: readonly number[]): string {
  return values.map((value) => value.toPrecision(5)).join(', ');
}
