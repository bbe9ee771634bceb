import type { TrainingRun } from '../suite/training-runs.ts';
import { figure } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

/** What trainings came to on the sets for choosing, with their pictures. */
export function trainingTable(runs: readonly TrainingRun[]): string {
  if (runs.length === 0) return 'Not measured yet: `npm run eval -- --training`.';
  const sets = [...new Set(runs.flatMap(({ ndcg }) => Object.keys(ndcg)))];
  const table = markdownTable(
    [
      'method',
      'minutes',
      'papers',
      'steps',
      'RankMe',
      ...sets.flatMap((set) => [`${set}, encoder`, `${set}, hybrid`]),
    ],
    runs.map(({ method, seconds, papers, curve, ndcg }) => [
      method,
      (seconds / 60).toFixed(1),
      papers.toLocaleString('en'),
      String(curve.at(-1)?.step ?? '–'),
      (curve.at(-1)?.rankMe ?? NaN).toFixed(0),
      ...sets.flatMap((set) => [figure(ndcg[set]?.encoder ?? NaN), figure(ndcg[set]?.hybrid ?? NaN)]),
    ]),
  );
  return [
    table,
    '',
    '![Loss by the steps of training](images/quality/loss.svg)',
    '',
    '![nDCG@10 of the encoder alone by its RankMe](images/quality/rankme.svg)',
    '',
    '![nDCG@10 by minutes of training](images/quality/minutes.svg)',
  ].join('\n');
}
