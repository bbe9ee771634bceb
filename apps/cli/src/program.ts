import { Command } from 'commander';
import { examples } from './examples.ts';

/** Where the commands are, in the order of the help. One alone is loaded to be run: it does not wait for the others. */
const commands: Record<string, () => Promise<(program: Command) => void>> = {
  start: async () => (await import('./commands/start.ts')).addStart,
  gather: async () => (await import('./commands/gather.ts')).addGather,
  sources: async () => (await import('./commands/sources.ts')).addSources,
  work: async () => (await import('./commands/work.ts')).addWork,
  import: async () => (await import('./commands/import.ts')).addImport,
  ingest: async () => (await import('./commands/import.ts')).addIngest,
  search: async () => (await import('./commands/lists.ts')).addSearch,
  today: async () => (await import('./commands/lists.ts')).addToday,
  trending: async () => (await import('./commands/lists.ts')).addTrending,
  show: async () => (await import('./commands/show.ts')).addShow,
  lab: async () => (await import('./commands/lab.ts')).labCommands(),
  learn: async () => (await import('./commands/learn.ts')).learnCommands(),
  digest: async () => (await import('./commands/digest.ts')).addDigest,
  subscribers: async () => (await import('./commands/subscribers.ts')).addSubscribers,
  bounces: async () => (await import('./commands/bounces.ts')).addBounces,
  duplicates: async () => (await import('./commands/duplicates.ts')).addDuplicates,
  export: async () => (await import('./commands/export.ts')).addExport,
  owner: async () => (await import('./commands/owner.ts')).addOwner,
  backup: async () => (await import('./commands/backup.ts')).addBackup,
  restore: async () => (await import('./commands/backup.ts')).addRestore,
  reset: async () => (await import('./commands/reset.ts')).addReset,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
  bench: async () => (await import('./commands/bench.ts')).addBench,
  eval: async () => (await import('./commands/eval.ts')).addEval,
  completions: async () => (await import('./commands/completions.ts')).addCompletions,
};

/** Those that have to be there for these parameters: all of them where the help, a suggestion or a shell asks. */
function wanted(parameters: readonly string[]): string[] {
  const name = parameters.find(
    (parameter, index) => !parameter.startsWith('-') && parameters[index - 1] !== '--home',
  );
  return name !== undefined && name !== 'completions' && Object.hasOwn(commands, name)
    ? [name]
    : Object.keys(commands);
}

/**
 * The command tree, as much of it as the parameters ask for. Errors are thrown, not exited with, so that main.ts tells
 * them.
 */
export async function makeProgram(parameters: readonly string[]): Promise<Command> {
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
  const adds = await Promise.all(wanted(parameters).map((name) => commands[name]?.()));
  for (const add of adds) add?.(program);
  for (const command of program.commands) {
    command.exitOverride().showHelpAfterError(`Run \`broadsheet ${command.name()} --help\` for examples.`);
  }
  return program;
}
