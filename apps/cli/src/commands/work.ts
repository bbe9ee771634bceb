import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { startWork } from '../jobs/start-work.ts';
import { print } from '../print.ts';
import { chosenSources } from '../settings.ts';
import { withStore } from '../with-store.ts';

export function addWork(program: Command): void {
  program
    .command('work')
    .description('Gather on schedule, beside any number of sites and other workers on one PostgreSQL server.')
    .addHelpText('after', examples('DATABASE_URL=postgres://me@localhost/papers broadsheet work'))
    .action((_options: object, command: Command) =>
      withStore(command, async (store) => {
        if (store.kind === 'embedded')
          throw new Failure(
            'The embedded store is worked by the site itself.',
            'Run broadsheet start with sources turned on, or use a server: DATABASE_URL=postgres://… broadsheet work',
            exitCodes.usage,
          );
        const settings = await chosenSources();
        if (settings.chosen.length === 0)
          throw new Failure(
            'No source is on, so there is nothing to do.',
            'Turn some on: BROADSHEET_SOURCES=arxiv-feed,arxiv-oai,hugging-face',
            exitCodes.usage,
          );
        const work = await startWork(store, settings);
        print(
          `Working on ${store.location}: ${settings.chosen.map(({ source }) => source.name).join(', ')}.`,
        );
        await new Promise<void>((end) => {
          process.once('SIGINT', end);
          process.once('SIGTERM', end);
        });
        await work.stop();
      }),
    );
}
