import type { Command } from 'commander';
import {
  type Checkpoints,
  encoderKinds,
  figure,
  knownDataSets,
  metricLabel,
  orderedMetrics,
  readSummaries,
  recipes,
  rows,
  stateOf,
} from '@broadsheet/lab';
import { methods } from '@broadsheet/methods';
import { listRuns } from '@broadsheet/papers';
import { examples } from '../examples.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { checkpointsOf } from './lab-place.ts';

const words = { works: 'works', runs: 'runs', 'not-yet': 'not yet' } as const;

export function addList(lab: Command): void {
  lab
    .command('list')
    .description('Methods, encoders, data sets, recipes with their state, and the last runs.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('broadsheet lab list', 'broadsheet lab list --json'))
    .action(async (flags: { json?: boolean }, command: Command) => {
      const summaries = readSummaries();
      const found = {
        methods: methods.map(({ id, name, source, defaults, describes }) => ({
          id,
          name,
          paper: source.title,
          options: Object.entries(defaults).map(([option, value]) => ({
            option,
            default: value,
            ...describes[option],
          })),
        })),
        encoders: encoderKinds.map(({ id, about, reads, defaults }) => ({ id, about, reads, defaults })),
        dataSets: knownDataSets.map(({ name, kind, ships }) => ({ name, kind, ships })),
        rows: rows.map((row) => ({ number: row.number, id: row.id, name: row.name, state: stateOf(row) })),
        recipes: recipes.map(({ id, row, budget, claim }) => ({
          id,
          row,
          budget,
          claim,
          shows: summaries.find((summary) => summary.id === id)?.shows ?? null,
        })),
        unfinished: await unfinished(checkpointsOf(command)),
        runs: await withStore(command, (store) => listRuns(store, { limit: 10 })),
      };
      if (flags.json === true) printJson(found);
      else show(found);
    });
}

async function unfinished(
  checkpoints: Checkpoints,
): Promise<{ hash: string; method: string; step: number; at: string }[]> {
  const found = await checkpoints.list();
  return found.map(({ hash, plan, step, at }) => ({ hash, method: plan.method, step, at: at.toISOString() }));
}

interface Found {
  methods: { id: string; paper: string; options: { option: string; default: unknown }[] }[];
  encoders: { id: string; about: string }[];
  dataSets: { name: string; kind: string; ships: boolean }[];
  rows: { state: keyof typeof words }[];
  recipes: { id: string; row: number; budget: { minutes: number; on: string }; shows: boolean | null }[];
  unfinished: { hash: string; method: string; step: number }[];
  runs: Awaited<ReturnType<typeof listRuns>>;
}

function show(found: Found): void {
  print('Methods');
  for (const { id, paper, options } of found.methods) {
    print(`  ${id.padEnd(22)} ${paper}`);
    print(`  ${''.padEnd(22)} ${options.map((one) => `${one.option}=${String(one.default)}`).join(' ')}`);
  }
  print(`  ${'none'.padEnd(22)} the encoder as it was made: a baseline`);
  print('\nEncoders');
  for (const { id, about } of found.encoders) print(`  ${id.padEnd(22)} ${about}`);
  print('\nData sets');
  for (const { name, kind, ships } of found.dataSets)
    print(`  ${name.padEnd(22)} ${kind}${ships ? ', ships with the program' : ', from the data folder'}`);
  print('  or a folder of images, a .csv or a .jsonl file of your own');
  print('\nRecipes (npm run reproduce -- NAME)');
  for (const { id, row, budget, shows } of found.recipes)
    print(
      `  ${id.padEnd(22)} row ${row}, about ${budget.minutes} min on ${budget.on}: ${shows === null ? 'not run yet' : shows ? 'the claim shows' : 'the claim does not show'}`,
    );
  const count = (state: keyof typeof words): string =>
    `${found.rows.filter((row) => row.state === state).length} ${words[state]}`;
  print(`\nOf ${found.rows.length} rows ${count('works')}, ${count('runs')}, ${count('not-yet')}.`);
  if (found.unfinished.length > 0) {
    print('\nInterrupted (broadsheet lab resume HASH)');
    for (const { hash, method, step } of found.unfinished) print(`  ${hash}  ${method}, ${step} steps done`);
  }
  if (found.runs.length > 0) print('\nLast runs');
  for (const run of found.runs) {
    const metrics = orderedMetrics(Object.keys(run.metrics)).map(
      (name) => `${metricLabel(name)} ${figure(name, run.metrics[name] ?? 0)}`,
    );
    print(`  ${run.id.slice(0, 8)}  ${run.method} on ${run.data}, seed ${run.seed}: ${metrics.join(', ')}`);
  }
}
