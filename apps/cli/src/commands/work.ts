import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { startEncodeWork } from '../jobs/encode-work.ts';
import { startMailWork } from '../jobs/mail-work.ts';
import { startWork } from '../jobs/start-work.ts';
import { openMail } from '../mail/open-mail.ts';
import { print } from '../print.ts';
import { chosenSources, wantedEncoder } from '../settings.ts';
import { withStore } from '../with-store.ts';

export function addWork(program: Command): void {
  program
    .command('work')
    .description(
      'Gather, encode and send mail on schedule, beside any number of sites and other workers on one PostgreSQL server.',
    )
    .addHelpText('after', examples('DATABASE_URL=postgres://me@localhost/papers broadsheet work'))
    .action(async (_options: object, command: Command) => {
      if (!process.env['DATABASE_URL'])
        throw new Failure(
          'The embedded store is worked by the site itself.',
          'Run broadsheet start with sources turned on, or use a server: DATABASE_URL=postgres://… broadsheet work',
          exitCodes.usage,
        );
      const settings = await chosenSources();
      const wanted = await wantedEncoder();
      await withStore(command, async (store) => {
        const mail = await openMail(store);
        const work = settings.chosen.length > 0 ? await startWork(store, settings) : null;
        const mailWork = startMailWork(store, mail);
        const encodeWork = startEncodeWork(store, wanted);
        const sources = settings.chosen.map(({ source }) => source.name);
        print(
          `Working on ${store.location}: ${sources.length === 0 ? 'no source is on' : sources.join(', ')}; mails ${mail.settings.smtp === null ? 'go into the outbox' : `go out by ${mail.settings.smtp.host}`}.`,
        );
        await new Promise<void>((end) => {
          process.once('SIGINT', end);
          process.once('SIGTERM', end);
        });
        await Promise.all([work?.stop(), mailWork.stop(), encodeWork.stop()]);
      });
    });
}
