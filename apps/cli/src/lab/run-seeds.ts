import type { Command } from 'commander';
import type { DataSet, RunPlanInput, RunRecord } from '@broadsheet/lab';
import { knownRun, runInLab, stopEngine } from './run-lab.ts';
import { tellInterrupted } from './run.ts';

export interface SeedFlags {
  seed: number;
  seeds: number;
  threads?: number;
  again?: boolean;
  json?: boolean;
}

/**
 * The records of a plan with several seeds: those that the store has, and the others run. Interrupted, it says how to go on
 * and answers null; the same command then goes on.
 */
export async function runSeeds(
  command: Command,
  plan: RunPlanInput,
  data: DataSet,
  flags: SeedFlags,
): Promise<RunRecord[] | null> {
  const records: RunRecord[] = [];
  for (let seed = flags.seed; seed < flags.seed + flags.seeds; seed++) {
    const own = { ...plan, seed };
    const known = flags.again === true ? null : await knownRun(command, own, data);
    if (known !== null) {
      records.push(known);
      continue;
    }
    const done = await runInLab(command, own, data, {
      threads: flags.threads,
      resume: true,
      quiet: flags.json === true,
    });
    if (done.interrupted) {
      await stopEngine();
      tellInterrupted(done, flags.json === true);
      return null;
    }
    records.push(done.record);
  }
  return records;
}
