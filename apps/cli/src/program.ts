import { Command } from 'commander';
import { addBackup, addRestore } from './commands/backup.ts';
import { addBench } from './commands/bench.ts';
import { addBounces } from './commands/bounces.ts';
import { addCompletions } from './commands/completions.ts';
import { addDigest } from './commands/digest.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addGather } from './commands/gather.ts';
import { addImport, addIngest } from './commands/import.ts';
import { addSearch, addToday, addTrending } from './commands/lists.ts';
import { addReset } from './commands/reset.ts';
import { addShow } from './commands/show.ts';
import { addSources } from './commands/sources.ts';
import { addStart } from './commands/start.ts';
import { addSubscribers } from './commands/subscribers.ts';
import { addWork } from './commands/work.ts';
import { examples } from './examples.ts';

/** The whole command tree. Errors are thrown, not exited with, so that main.ts tells them. */
export function makeProgram(): Command {
  const program = new Command('broadsheet')
    .description('A self-hosted home for the daily research papers.')
    .version('0.1.0')
    .option('--home <folder>', 'where the embedded store lies (default: $BROADSHEET_HOME or ./.broadsheet)')
    .option('--debug', 'show where in the program an error arose')
    .showSuggestionAfterError()
    .showHelpAfterError('Run `broadsheet help` for all commands.')
    .exitOverride()
    .addHelpText('after', () =>
      examples(
        'broadsheet start',
        'broadsheet import papers.bib',
        'broadsheet search "barlow twins" year:2021',
      ),
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 failed, 2 used wrongly, 3 done but some records were rejected, 130 interrupted.
With DATABASE_URL=postgres://… every command works on that server instead of the embedded store.`,
    );
  for (const add of [
    addStart,
    addGather,
    addSources,
    addWork,
    addImport,
    addIngest,
    addSearch,
    addToday,
    addTrending,
    addShow,
    addDigest,
    addSubscribers,
    addBounces,
    addExport,
    addBackup,
    addRestore,
    addReset,
    addDoctor,
    addBench,
    addCompletions,
  ]) {
    add(program);
  }
  for (const command of program.commands) {
    command.exitOverride().showHelpAfterError(`Run \`broadsheet ${command.name()} --help\` for examples.`);
  }
  return program;
}
