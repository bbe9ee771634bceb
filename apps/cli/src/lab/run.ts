import type { Command } from 'commander';
import {
  dataFolder,
  lossPlot,
  readDataSet,
  writeRecord,
  writeWhole,
  type DataSet,
  type Performed,
  type RunPlanInput,
} from '@broadsheet/lab';
import { wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { print, printJson } from '../print.ts';
import { explained } from './explained.ts';
import { checkpointsOf } from './lab-place.ts';
import { dataChoiceOf, planOf, withPlanFlags, type PlanFlags } from './plan-flags.ts';
import { runInLab, stopEngine } from './run-lab.ts';
import { printRecord, tellFaults } from './show-record.ts';

interface EndFlags {
  out?: string;
  save?: string;
  plot?: string;
  checkpointEvery?: number;
  threads?: number;
  json?: boolean;
}

/** What becomes of a run at its end. */
function withEndFlags(command: Command): Command {
  return command
    .option('--out <file>', 'write the record as JSON there too')
    .option('--save <file>', 'write the encoder there (.safetensors)')
    .option('--plot <file>', 'write the loss curve there (.svg)')
    .option('--checkpoint-every <steps>', 'besides every half minute', wholeNumber(1, 1_000_000_000))
    .option('--json', 'print the record as JSON');
}

export function addRun(lab: Command): void {
  withEndFlags(
    withPlanFlags(
      lab.command('run').argument('<method>', 'as in `broadsheet lab list`; none for a baseline'),
    ),
  )
    .option('--resume', 'go on where this very run was interrupted')
    .description(
      'Learn from data, and measure what was learnt. Ctrl-C interrupts; the same command with --resume goes on.',
    )
    .addHelpText(
      'after',
      examples(
        'broadsheet lab run simclr --data digits --epochs 5 --seed 2',
        'broadsheet lab run barlow-twins --data cifar10 --option redundancy=0.01 --encoder-option widths=32,64',
        'broadsheet lab run simclr --data ./my-images --save encoder.safetensors',
      ),
    )
    .action(async (method: string, flags: PlanFlags & EndFlags & { resume?: boolean }, command: Command) => {
      const data = await explained(readDataSet(dataChoiceOf(flags), dataFolder(flags.dataFolder)));
      tellFaults(data);
      await carryOut(command, planOf(method, flags, data.kind), data, flags, flags.resume === true);
    });
}

export function addResume(lab: Command): void {
  withEndFlags(lab.command('resume').argument('[hash]', 'which run, where several were interrupted'))
    .option('--data-folder <path>', 'where data sets are that do not ship')
    .option('--threads <number>', 'that compute (as many as there are cores)', wholeNumber(1, 256))
    .description('Go on with a run that was interrupted.')
    .addHelpText(
      'after',
      examples('broadsheet lab resume', 'broadsheet lab resume 3f2a --save encoder.safetensors'),
    )
    .action(async (hash: string | undefined, flags: EndFlags & { dataFolder?: string }, command: Command) => {
      const all = await checkpointsOf(command).list();
      const [first, second] = all.filter((one) => one.hash.startsWith(hash ?? ''));
      if (first === undefined)
        throw new Failure(
          hash === undefined ? 'No run was interrupted.' : `No interrupted run begins with ${hash}.`,
          'broadsheet lab list shows those that were.',
          exitCodes.usage,
        );
      if (second !== undefined)
        throw new Failure(
          `More than one run was interrupted: ${all.map((one) => `${one.hash} (${one.plan.method})`).join(', ')}.`,
          'broadsheet lab resume HASH',
          exitCodes.usage,
        );
      const data = await explained(readDataSet(first.plan.data, dataFolder(flags.dataFolder)));
      await carryOut(command, first.plan, data, flags, true);
    });
}

async function carryOut(
  command: Command,
  plan: RunPlanInput,
  data: DataSet,
  flags: EndFlags,
  resume: boolean,
): Promise<void> {
  const { save } = flags;
  const done = await runInLab(command, plan, data, {
    threads: flags.threads,
    resume,
    everySteps: flags.checkpointEvery,
    quiet: flags.json === true,
    ...(save === undefined ? {} : { onEnd: async (run) => writeWhole(save, await run.saveEncoder()) }),
  });
  await stopEngine();
  if (done.interrupted) return tellInterrupted(done, flags.json === true);
  if (flags.out !== undefined) await writeRecord(flags.out, done.record);
  if (flags.plot !== undefined)
    await writeWhole(
      flags.plot,
      lossPlot([{ label: plan.method, curve: done.record.curve }], { id: 'loss' }),
    );
  if (flags.json === true) return printJson(done.record);
  printRecord(done.record);
  if (save !== undefined) print(`The encoder is in ${save}.`);
}

/** Says how to go on, and ends with the code for it. */
export function tellInterrupted(done: Extract<Performed, { interrupted: true }>, json: boolean): void {
  process.exitCode = exitCodes.interrupted;
  const { hash, step, steps } = done;
  if (json) printJson({ interrupted: true, hash, step, steps });
  else
    print(
      `Interrupted after step ${step} of ${steps}. It goes on by \`broadsheet lab resume ${hash.slice(0, 8)}\`, or by the ` +
        'same command with --resume.',
    );
}
