import type { Command } from 'commander';
import { examples } from '../examples.ts';

/** The laboratory's commands, each loaded with what it needs. */
export async function labCommands(): Promise<(program: Command) => void> {
  const parts = await Promise.all([
    import('../lab/list.ts').then(({ addList }) => addList),
    import('../lab/run.ts').then(({ addRun }) => addRun),
    import('../lab/run.ts').then(({ addResume }) => addResume),
    import('../lab/show.ts').then(({ addShow }) => addShow),
    import('../lab/compare.ts').then(({ addCompare }) => addCompare),
    import('../lab/sweep.ts').then(({ addSweep }) => addSweep),
    import('../lab/report.ts').then(({ addReport }) => addReport),
    import('../lab/encode.ts').then(({ addEncode }) => addEncode),
    import('../lab/neighbours.ts').then(({ addNeighbours }) => addNeighbours),
    import('../lab/clusters.ts').then(({ addClusters }) => addClusters),
  ]);
  return (program) => {
    const lab = program
      .command('lab')
      .description(
        'The laboratory: learn from data by the papers’ methods, and see what was learnt (docs/lab.md).',
      )
      .addHelpText(
        'after',
        examples(
          'broadsheet lab list',
          'broadsheet lab run simclr --data digits --epochs 5',
          'broadsheet lab run simclr --data ./my-images --save encoder.safetensors',
          'broadsheet lab compare simclr barlow-twins --data cifar10 --seeds 3',
        ),
      );
    for (const add of parts) add(lab);
    for (const command of lab.commands)
      command
        .exitOverride()
        .showHelpAfterError(`Run \`broadsheet lab ${command.name()} --help\` for examples.`);
  };
}
