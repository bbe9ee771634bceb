import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { removeSample, type Store } from '@broadsheet/papers';
import { emptyStore } from '../backup/tables.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { print } from '../print.ts';
import { withStore } from '../with-store.ts';

export function addReset(program: Command): void {
  program
    .command('reset')
    .option('--sample', 'remove the sample that came with the program, keep all else')
    .option('--all', 'remove everything')
    .option('--yes', 'do not ask')
    .description('Remove papers.')
    .addHelpText('after', examples('broadsheet reset --sample', 'broadsheet reset --all --yes'))
    .action((options: { sample?: boolean; all?: boolean; yes?: boolean }, command: Command) => {
      if (options.sample === options.all) {
        throw new Failure('What should be removed?', 'Say either --sample or --all.', exitCodes.usage);
      }
      const sure = options.yes === true;
      if (options.all && !sure && !process.stdin.isTTY)
        throw new Failure('Nobody is here to ask.', 'Say --yes if you mean it.', exitCodes.usage);
      return withStore(command, (store) =>
        options.sample ? removeSamplePapers(store) : removeAll(store, sure),
      );
    });
}

async function removeSamplePapers(store: Store): Promise<void> {
  const { removed, kept } = await removeSample(store);
  print(
    `${removed} papers of the sample removed.${kept > 0 ? ` ${kept} stay, because votes or lists hang on them.` : ''}`,
  );
}

async function removeAll(store: Store, sure: boolean): Promise<void> {
  if (!sure) await confirm(`This removes every paper and vote in ${store.location}. Type yes to go on: `);
  await store.transaction(({ query }) => emptyStore(query));
  print('Everything was removed. The next start loads the first edition and the sample again.');
}

async function confirm(question: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(question);
  terminal.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new Failure('Nothing was removed.');
}
