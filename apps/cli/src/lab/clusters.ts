import type { Command } from 'commander';
import { kMeans, type Features } from '@broadsheet/methods';
import { random } from '@broadsheet/tensor';
import { wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { plain, print, printJson } from '../print.ts';
import { explained } from './explained.ts';
import { encodeData, withEncodeFlags, type EncodeFlags, type Encoded } from './open-encoder.ts';
import { stopEngine } from './run-lab.ts';

export function addClusters(lab: Command): void {
  withEncodeFlags(lab.command('clusters'))
    .option('--clusters <number>', 'how many groups', wholeNumber(1, 10_000), 10)
    .option('--show <number>', 'so many of each, the most typical first', wholeNumber(1, 100_000), 5)
    .option('--seed <number>', 'where grouping begins', wholeNumber(0, 4_294_967_295), 1)
    .description('Group inputs by what an encoder makes of them (k-means on directions).')
    .addHelpText(
      'after',
      examples(
        'broadsheet lab clusters encoder.safetensors ./my-images --clusters 8',
        'broadsheet lab clusters encoder.safetensors ./my-images --json > clusters.json',
      ),
    )
    .action(
      async (
        path: string,
        name: string,
        flags: EncodeFlags & { clusters: number; show: number; seed: number },
      ) => {
        const encoded = await encodeData(path, name, flags);
        const features = ofLengthOne(encoded.features);
        const k = Math.min(flags.clusters, features.n);
        const found = await explained(kMeans(features, { k, starts: 5 }, random.key(flags.seed)));
        await stopEngine();
        const clusters = Array.from({ length: k }, (_, c) => describe(encoded, features, found, c)).sort(
          (a, b) => b.members.length - a.members.length,
        );
        if (flags.json === true) return printJson(clusters);
        clusters.forEach(({ members, classes }, i) => {
          const most = classes === null ? '' : `, most of them ${classes}`;
          print(`${i + 1}. ${members.length} ${members.length === 1 ? 'input' : 'inputs'}${most}`);
          for (const member of members.slice(0, flags.show)) print(`  ${plain(member)}`);
        });
      },
    );
}

/** k-means on the sphere, since encoders are taught to make alike inputs point the same way. */
function ofLengthOne({ values, n, width, labels }: Features): Features {
  const made = Float32Array.from(values);
  for (let i = 0; i < n; i++) {
    const row = made.subarray(i * width, (i + 1) * width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    row.forEach((value, j) => (row[j] = value / length));
  }
  return { values: made, n, width, ...(labels === undefined ? {} : { labels }) };
}

interface Described {
  /** Names, the nearest to the centre first. */
  readonly members: readonly string[];
  /** The most frequent class and its share; null where classes are not known. */
  readonly classes: string | null;
}

function describe(
  { names, data }: Encoded,
  { values, width, labels }: Features,
  { assignments, centres }: { assignments: Int32Array; centres: Float32Array },
  cluster: number,
): Described {
  const centre = centres.subarray(cluster * width, (cluster + 1) * width);
  const near = (i: number): number =>
    centre.reduce((sum, value, j) => sum + value * (values[i * width + j] as number), 0);
  const members = [...assignments.keys()].filter((i) => assignments[i] === cluster);
  const ordered = members.map((i) => ({ i, near: near(i) })).sort((a, b) => b.near - a.near);
  return {
    members: ordered.map(({ i }) => names[i] as string),
    classes:
      labels === undefined
        ? null
        : mostFrequent(members.map((i) => data.classes[labels[i] as number] ?? '?')),
  };
}

function mostFrequent(classes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of classes) counts.set(one, (counts.get(one) ?? 0) + 1);
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  return best === undefined ? '' : `${best[0]} (${Math.round((100 * best[1]) / classes.length)} %)`;
}
