import type { Command } from 'commander';
import { nearestNeighbours } from '@broadsheet/methods';
import { wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { plain, print, printJson } from '../print.ts';
import { encodeData, withEncodeFlags, type EncodeFlags } from './open-encoder.ts';
import { stopEngine } from './run-lab.ts';

export function addNeighbours(lab: Command): void {
  withEncodeFlags(lab.command('neighbours'))
    .option('--of <name>', 'only of this input (a file’s path in the folder, or part of it)')
    .option('--count <number>', 'so many of each', wholeNumber(1, 1000), 5)
    .description('For inputs those that an encoder finds most alike.')
    .addHelpText(
      'after',
      examples(
        'broadsheet lab neighbours encoder.safetensors ./my-images --of holiday/0017.jpg',
        'broadsheet lab neighbours encoder.safetensors ./my-images --count 3 --json',
      ),
    )
    .action(async (path: string, name: string, flags: EncodeFlags & { of?: string; count: number }) => {
      const { features, names } = await encodeData(path, name, flags);
      const asked = [...names.keys()].filter((i) => flags.of === undefined || names[i]?.includes(flags.of));
      if (asked.length === 0)
        throw new Failure(
          `No input is called ${flags.of}.`,
          `They are called as ${names[0]}.`,
          exitCodes.usage,
        );
      const k = Math.min(flags.count, features.n - 1);
      if (k < 1) throw new Failure('One input alone has no neighbours.');
      const { indices, similarities } = await nearestNeighbours(features, features, {
        k,
        leaveOutSelf: true,
      });
      await stopEngine();
      const found = asked.map((i) => ({
        of: names[i] as string,
        neighbours: Array.from({ length: k }, (_, place) => ({
          name: names[indices[i * k + place] as number] as string,
          similarity: similarities[i * k + place] as number,
        })),
      }));
      if (flags.json === true) return printJson(found);
      for (const one of found) {
        print(plain(one.of));
        for (const { name: other, similarity } of one.neighbours)
          print(`  ${similarity.toFixed(3)}  ${plain(other)}`);
      }
    });
}
