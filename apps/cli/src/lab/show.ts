import type { Command } from 'commander';
import { labRecord, lossPlot, writeWhole, type RunRecord } from '@broadsheet/lab';
import { findRun } from '@broadsheet/papers';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { printRecord } from './show-record.ts';

export function addShow(lab: Command): void {
  lab
    .command('show')
    .argument('<record>', 'its id, or the beginning of it')
    .option('--plot <file>', 'write the loss curve there (.svg)')
    .option('--json', 'print the whole record as JSON')
    .description('Show the record of a run that the store keeps.')
    .addHelpText('after', examples('broadsheet lab show 3f2a91c0', 'broadsheet lab show 3f2a91c0 --json'))
    .action(async (id: string, flags: { plot?: string; json?: boolean }, command: Command) => {
      const record = await recordOf(id, command);
      if (flags.plot !== undefined)
        await writeWhole(
          flags.plot,
          lossPlot([{ label: record.plan.method, curve: record.curve }], { id: 'loss' }),
        );
      if (flags.json === true) printJson(record);
      else printRecord(record);
    });
}

async function recordOf(id: string, command: Command): Promise<RunRecord> {
  const stored = await withStore(command, (store) => findRun(store, id));
  if (stored === null)
    throw new Failure(
      `No run, or more than one, has an id that begins with ${id}.`,
      'broadsheet lab list shows the last ones.',
      exitCodes.usage,
    );
  const found = labRecord.safeParse(stored.record);
  if (found.success && found.data.kind === 'run') return found.data;
  throw new Failure(`The record ${stored.id} is of a version that this program does not read.`);
}
