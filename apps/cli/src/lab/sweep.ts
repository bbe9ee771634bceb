import type { Command } from 'commander';
import {
  compareRecords,
  comparisonTable,
  dataFolder,
  readDataSet,
  type RunPlanInput,
  type RunRecord,
} from '@broadsheet/lab';
import { findMethod } from '@broadsheet/methods';
import { wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { print, printJson } from '../print.ts';
import { explained } from './explained.ts';
import { nameValue } from './name-value.ts';
import { dataChoiceOf, planOf, withPlanFlags, type PlanFlags } from './plan-flags.ts';
import { stopEngine } from './run-lab.ts';
import { runSeeds, type SeedFlags } from './run-seeds.ts';
import { tellFaults } from './show-record.ts';

/** Settings of training that can be varied besides the method's options. */
const training = ['epochs', 'batch', 'learningRate', 'weightDecay', 'warmUp'] as const;

export function addSweep(lab: Command): void {
  withPlanFlags(lab.command('sweep').argument('<method>', 'whose options are varied'))
    .requiredOption(
      '--vary <name=values>',
      `an option of the method, or ${training.join(', ')}; once`,
      nameValue,
    )
    .option('--seeds <number>', 'so many of each value, counted from --seed', wholeNumber(1, 1000), 1)
    .option('--again', 'run also what has a record already')
    .option('--json', 'print JSON')
    .description('Run a method with several values of one option, and set them side by side.')
    .addHelpText(
      'after',
      examples('broadsheet lab sweep simclr --vary temperature=0.1,0.5,1 --epochs 3 --seeds 3'),
    )
    .action(
      async (
        method: string,
        flags: PlanFlags & SeedFlags & { vary: Record<string, string> },
        command: Command,
      ) => {
        const [name, list, ...others] = Object.entries(flags.vary).flat();
        const values = (list ?? '').split(',').filter(Boolean);
        if (name === undefined || others.length > 0 || values.length === 0)
          throw new Failure(
            'One option is varied at a time.',
            '--vary temperature=0.1,0.5,1',
            exitCodes.usage,
          );
        const data = await explained(readDataSet(dataChoiceOf(flags), dataFolder(flags.dataFolder)));
        tellFaults(data);
        const plan = planOf(method, flags, data.kind);
        const arms: { label: string; records: RunRecord[] }[] = [];
        for (const value of values) {
          const varied = await explained(Promise.try(() => vary(plan, name, value)));
          const records = await runSeeds(command, varied, data, flags);
          if (records === null) return;
          arms.push({ label: `${name} ${value}`, records });
        }
        await stopEngine();
        const comparison = compareRecords(arms);
        if (flags.json === true) printJson(comparison);
        else print(comparisonTable(comparison));
      },
    );
}

/** @throws RangeError or OptionError where nothing has this name. */
function vary(plan: RunPlanInput, name: string, value: string): RunPlanInput {
  const setting = training.find((one) => one === name);
  if (
    setting === undefined ||
    (plan.method !== 'none' && Object.hasOwn(findMethod(plan.method).describes, name))
  )
    return { ...plan, options: { ...plan.options, [name]: value } };
  const number = Number(value);
  if (!Number.isFinite(number)) throw new RangeError(`${name} is a number, not “${value}”.`);
  return { ...plan, training: { ...plan.training, [setting]: number } };
}
