import type { Command } from 'commander';
import { examples } from '../examples.ts';

/** The commands of the encoder, each loaded with what it needs. */
export async function learnCommands(): Promise<(program: Command) => void> {
  const parts = await Promise.all([
    import('../learn/train.ts').then(({ addTrain }) => addTrain),
    import('../learn/list.ts').then(({ addList }) => addList),
    import('../learn/show.ts').then(({ addShow }) => addShow),
    import('../learn/use.ts').then(({ addUse }) => addUse),
    import('../learn/use.ts').then(({ addRollback }) => addRollback),
  ]);
  return (program) => {
    const learn = program
      .command('learn')
      .description('Train the encoder, by which papers are found by their meaning, on the papers themselves.')
      .addHelpText(
        'after',
        examples(
          'broadsheet learn',
          'broadsheet learn train --minutes 5 --seed 2',
          'broadsheet learn train --resume',
          'broadsheet learn list',
          'broadsheet learn use --pretrained Xenova/all-MiniLM-L6-v2',
        ),
      );
    for (const add of parts) add(learn);
    for (const command of learn.commands)
      command
        .exitOverride()
        .showHelpAfterError(`Run \`broadsheet learn ${command.name()} --help\` for examples.`);
  };
}
