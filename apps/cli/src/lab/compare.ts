import type { Command } from 'commander';
import {
  compareRecords,
  comparisonTable,
  dataFolder,
  lossPlot,
  readDataSet,
  type RunRecord,
  writeWhole,
} from '@broadsheet/lab';
import { wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { print, printJson } from '../print.ts';
import { explained } from './explained.ts';
import { dataChoiceOf, planOf, withPlanFlags, type PlanFlags } from './plan-flags.ts';
import { runSeeds, type SeedFlags } from './run-seeds.ts';
import { stopEngine } from './run-lab.ts';
import { tellFaults } from './show-record.ts';

export function addCompare(lab: Command): void {
  withPlanFlags(
    lab.command('compare').argument('<method...>', 'two or more; later ones are compared with the first'),
  )
    .option('--seeds <number>', 'so many, counted from --seed', wholeNumber(1, 1000), 3)
    .option('--again', 'run also what has a record already')
    .option('--plot <file>', 'write the loss curves of the first seed there (.svg)')
    .option('--json', 'print JSON')
    .description('Run methods on the same data with the same encoder and seeds, and set them side by side.')
    .addHelpText(
      'after',
      examples(
        'broadsheet lab compare none simclr --data digits --epochs 3',
        'broadsheet lab compare simclr barlow-twins --data cifar10 --seeds 3',
      ),
    )
    .action(async (names: string[], flags: PlanFlags & SeedFlags & { plot?: string }, command: Command) => {
      const data = await explained(readDataSet(dataChoiceOf(flags), dataFolder(flags.dataFolder)));
      tellFaults(data);
      const arms: { label: string; records: RunRecord[] }[] = [];
      for (const label of names) {
        const records = await runSeeds(command, planOf(label, flags, data.kind), data, flags);
        if (records === null) return;
        arms.push({ label, records });
      }
      await stopEngine();
      const comparison = compareRecords(arms);
      if (flags.plot !== undefined) {
        const curves = arms.map(({ label, records }) => ({ label, curve: records[0]?.curve ?? [] }));
        await writeWhole(flags.plot, lossPlot(curves, { id: 'loss' }));
      }
      if (flags.json === true) printJson(comparison);
      else print(comparisonTable(comparison));
    });
}
