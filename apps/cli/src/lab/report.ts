import type { Command } from 'commander';
import { findRecipe, readSummaries, summaryPlot, summaryTable, writeWhole } from '@broadsheet/lab';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { print, printJson } from '../print.ts';
import { explained } from './explained.ts';

export function addReport(lab: Command): void {
  lab
    .command('report')
    .argument('[row]', 'one row’s recipe; all unless given')
    .option('--plot <file>', 'of one row: write its figure there (.svg)')
    .option('--json', 'print JSON')
    .description('What the recipes’ committed records show: mean ± spread over seeds beside the baselines.')
    .addHelpText('after', examples('broadsheet lab report', 'broadsheet lab report barlow-twins --json'))
    .action(async (row: string | undefined, flags: { json?: boolean; plot?: string }) => {
      if (row !== undefined) await explained(Promise.try(() => findRecipe(row)));
      const summaries = readSummaries().filter(({ id }) => row === undefined || id === row);
      if (flags.plot !== undefined) {
        const [only, other] = summaries;
        if (only === undefined || other !== undefined)
          throw new Failure(
            'One row’s figure goes into a file, and it needs records.',
            'broadsheet lab report simclr --plot simclr.svg',
            exitCodes.usage,
          );
        await writeWhole(flags.plot, summaryPlot(only, only.id));
      }
      if (flags.json === true) return printJson(summaries);
      if (summaries.length === 0)
        print(`No records are here yet. They are made by: npm run reproduce -- ${row ?? 'ROW'}`);
      else print(summaries.map(summaryTable).join('\n\n'));
    });
}
