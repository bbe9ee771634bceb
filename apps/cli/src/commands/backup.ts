import type { Command } from 'commander';
import { readBackup } from '../backup/read-backup.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { examples } from '../examples.ts';
import { print } from '../print.ts';
import { makeProgress } from '../progress.ts';
import { withStore } from '../with-store.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'where to write it')
    .description('Write everything into one file, which restore brings back on either kind of database.')
    .addHelpText('after', examples('broadsheet backup papers.broadsheet.gz'))
    .action((file: string, _options: object, command: Command) =>
      withStore(command, async (store) => {
        const progress = makeProgress();
        const { rows } = await writeBackup(store, file, (table, done) =>
          progress.update(`${table} ${done} rows`),
        );
        progress.clear();
        print(`${rows} rows written to ${file}.`);
      }),
    );
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .argument('<file>', 'a file that backup wrote')
    .option('--force', 'replace what the store holds')
    .description('Bring a backup back.')
    .addHelpText(
      'after',
      examples(
        'broadsheet restore papers.broadsheet.gz',
        'DATABASE_URL=postgres://me@localhost/papers broadsheet restore papers.broadsheet.gz --force',
      ),
    )
    .action((file: string, options: { force?: boolean }, command: Command) =>
      withStore(command, async (store) => {
        const progress = makeProgress();
        const { rows } = await readBackup(store, file, options.force === true, (table, done) =>
          progress.update(`${table} ${done} rows`),
        );
        progress.clear();
        print(`${rows} rows restored into ${store.location}.`);
      }),
    );
}
