import type { TextEncoder } from '@broadsheet/learn';
import type { Fusion } from '@broadsheet/search';
import { readCollection } from '../collection/read-collection.ts';
import { JudgeError } from '../judge-error.ts';
import { mean } from '../measures/bootstrap.ts';
import { figure } from '../report/figures.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { sweepFusion } from '../search/sweep-fusion.ts';
import { folderOf, judgedSets } from './sets.ts';

/** Ways to weigh words and meaning: the constant of the fusion, the share of meaning, how deep that side goes. */
function ways(): Fusion[] {
  const found: Fusion[] = [];
  for (const k of [5, 10, 20, 40, 60, 100])
    for (const meaning of [0, 0.25, 0.5, 0.75, 1, 1.5, 2])
      for (const depth of [50, 100, 200, 500]) {
        if (meaning === 0 && (k !== 60 || depth !== 100)) continue;
        found.push({ k, words: 1, meaning, depth });
      }
  return found;
}

/** A table of the best ways on the sets for choosing, by their mean, with words alone below. */
export async function sweepSets(options: {
  readonly data: string;
  readonly encoderOf: (set: string) => Promise<TextEncoder | null>;
}): Promise<string> {
  const sets = judgedSets.filter(({ kind, role }) => kind === 'search' && role === 'choosing');
  const fusions = ways();
  const bySet: number[][] = [];
  for (const set of sets) {
    const encoder = await options.encoderOf(set.name);
    if (encoder === null) throw new JudgeError('A sweep needs an encoder.', 'Name one with --encoder.');
    process.stderr.write(`${set.name}: asking both sides\n`);
    bySet.push(await sweepFusion(await readCollection(folderOf(set, options.data)), encoder, fusions));
  }
  const rows = fusions
    .map((fusion, at) => ({ fusion, values: bySet.map((values) => values[at] ?? NaN) }))
    .sort((a, b) => mean(b.values) - mean(a.values));
  const words = rows.filter(({ fusion }) => fusion.meaning === 0);
  return markdownTable(
    ['k', 'words', 'meaning', 'depth', ...sets.map(({ title }) => title), 'mean'],
    [...rows.slice(0, 20), ...words].map(({ fusion: { k, words: byWords, meaning, depth }, values }) => [
      ...[k, byWords, meaning, depth].map(String),
      ...[...values, mean(values)].map(figure),
    ]),
  );
}
