import type { Command } from 'commander';
import { readAbout } from '@broadsheet/learn';
import { countTexts, listEncoders } from '@broadsheet/papers';
import { examples } from '../examples.ts';
import { plain, print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { percent } from './check-words.ts';

export function addList(learn: Command): void {
  learn
    .command('list')
    .option('--json', 'print JSON')
    .description('The encoders that are kept, the newest first; * is in use.')
    .addHelpText('after', examples('broadsheet learn list', 'broadsheet learn list --json'))
    .action(({ json }: { json?: true }, command: Command) =>
      withStore(command, async (store) => {
        const encoders = await listEncoders(store);
        if (json) return printJson(encoders);
        if (encoders.length === 0)
          return print(
            'There is none. The next start takes the one that comes with the program; or: broadsheet learn',
          );
        const { papers: all } = await countTexts(store);
        for (const { id, name, about, dimensions, papers, madeAt, active } of encoders) {
          const read = readAbout(about);
          const facts = [
            read?.kind ?? 'made by another release',
            `${dimensions} numbers`,
            `${papers.toLocaleString('en')} of ${all.toLocaleString('en')} papers`,
            ...(read?.check === undefined ? [] : [`${percent(read.check.recallAt10)} in the first ten`]),
            madeAt.toISOString().slice(0, 16).replace('T', ' '),
          ];
          print(
            `${active ? '*' : ' '} ${String(id).padStart(3)}  ${plain(name).padEnd(32)} ${facts.join(', ')}`,
          );
        }
      }),
    );
}
