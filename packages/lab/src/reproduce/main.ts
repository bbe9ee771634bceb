// Reproduces rows: npm run reproduce -- barlow-twins [--seeds 3] [--arm NAME] [--jobs 2]
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultHome } from '@broadsheet/papers';
import { dataFolder } from '../files/data-folder.ts';
import { findRecipe, recipes } from '../recipes/recipes.ts';
import { summaryTable } from '../report/summary-table.ts';
import { reproduce } from './reproduce.ts';

const help = `Runs the recipe of a row and writes its records and their summary.

  npm run reproduce -- ROW… [options]       ROW is one of: ${recipes.map(({ id }) => id).join(', ')}

  --seeds N            with seeds 1 to N (those of the recipe)
  --arm NAME           only this arm; may be given again
  --jobs N             so many processes side by side (1)
  --threads N          threads of each (all cores, shared by the jobs)
  --data-folder PATH   where the data sets are (BROADSHEET_LAB_DATA, or ./lab-data)
  --out FOLDER         where records go (packages/lab/records)

What has a record is not run again. Ctrl-C stops; the same command goes on.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    arm: { type: 'string', multiple: true },
    jobs: { type: 'string', default: '1' },
    threads: { type: 'string' },
    'data-folder': { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../../records', import.meta.url)) },
    help: { type: 'boolean', short: 'h' },
  },
});

function whole(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new RangeError(`--${name} is a whole number above 0, not "${text}".`);
}

async function main(): Promise<void> {
  if (values.help === true || positionals.length === 0) return void process.stdout.write(help);
  const jobs = whole('jobs', values.jobs);
  const usual = Math.max(1, Math.floor(availableParallelism() / jobs));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  for (const recipe of positionals.map(findRecipe)) {
    const count = values.seeds === undefined ? null : whole('seeds', values.seeds);
    const summary = await reproduce(recipe, {
      seeds: count === null ? recipe.seeds : Array.from({ length: count }, (_, i) => i + 1),
      ...(values.arm === undefined ? {} : { arms: values.arm }),
      jobs,
      threads: values.threads === undefined ? usual : whole('threads', values.threads),
      folder: values.out,
      checkpoints: join(defaultHome(), 'lab/checkpoints'),
      dataFolder: dataFolder(values['data-folder']),
      signal: stop.signal,
      tell: (line) => process.stdout.write(`${line}\n`),
    });
    if (stop.signal.aborted) {
      process.stdout.write('Interrupted. The same command goes on.\n');
      process.exitCode = 130;
      return;
    }
    process.stdout.write(`\n${summaryTable(summary)}\n`);
  }
}

await main().catch((error: Error) => {
  const hint = 'hint' in error && typeof error.hint === 'string' ? `\n  ${error.hint}` : '';
  process.stderr.write(`${error.message}${hint}\n`);
  process.exitCode = 1;
});
