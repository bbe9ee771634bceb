import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { Failure } from '../failure.ts';
import { root } from '../root.ts';

export function addBench(program: Command): void {
  program
    .command('bench')
    .argument('[arguments...]', 'what to measure, and options of the benchmark')
    .allowUnknownOption()
    .description('Measure ingest and search beside other programs (docs/benchmarks.md).')
    .addHelpText('after', examples('broadsheet bench search', 'broadsheet bench ingest --papers 20000'))
    .action((parameters: string[]) => {
      const script = join(root, 'bench/main.ts');
      if (!existsSync(script))
        throw new Failure(
          'The benchmarks are not part of this installation.',
          'They are in the source repository, in bench/.',
        );
      process.exitCode =
        spawnSync(process.execPath, [script, ...parameters], { stdio: 'inherit' }).status ?? 1;
    });
}
