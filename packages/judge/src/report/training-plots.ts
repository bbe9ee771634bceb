import { mean } from '../measures/bootstrap.ts';
import type { TrainingRun } from '../suite/training-runs.ts';
import { linePlot } from './line-plot.ts';

/** Pictures of training runs by their names; none without runs. */
export function trainingPlots(runs: readonly TrainingRun[]): [string, string][] {
  if (runs.length === 0) return [];
  const methods = [...new Set(runs.map(({ method }) => method))];
  const ndcg = ({ ndcg: bySet }: TrainingRun, system: 'encoder' | 'hybrid') =>
    mean(Object.values(bySet).map((values) => values[system]));
  const of = (method: string) =>
    runs.filter((run) => run.method === method).sort((a, b) => a.minutes - b.minutes);
  const longest = methods.flatMap((method) => of(method).at(-1) ?? []);
  return [
    [
      'loss',
      linePlot(
        {
          title: 'Loss while training',
          description: 'The loss of the longest training by each method, over its first one, by its steps.',
          x: 'step',
          y: 'loss, over the first',
          joined: true,
        },
        longest.map(({ method, curve }) => ({
          label: method,
          points: curve.map(({ step, loss }) => [step, loss / (curve[0]?.loss ?? 1)] as const),
        })),
      ),
    ],
    [
      'rankme',
      linePlot(
        {
          title: 'RankMe and quality of the encoder alone',
          description:
            'Each point is a training: RankMe at its end, and the mean nDCG@10 on Cranfield and CACM.',
          x: 'RankMe',
          y: 'nDCG@10',
          joined: false,
        },
        methods.map((method) => ({
          label: method,
          points: of(method).map((run) => [run.curve.at(-1)?.rankMe ?? NaN, ndcg(run, 'encoder')] as const),
        })),
      ),
    ],
    [
      'minutes',
      linePlot(
        {
          title: 'Quality and training minutes',
          description: 'Mean nDCG@10 on Cranfield and CACM of encoder and hybrid by the minutes of training.',
          x: 'minutes',
          y: 'nDCG@10',
          joined: true,
        },
        methods.flatMap((method) =>
          (['encoder', 'hybrid'] as const).map((system) => ({
            label: `${method}, ${system}`,
            points: of(method).map((run) => [run.seconds / 60, ndcg(run, system)] as const),
          })),
        ),
      ),
    ],
  ];
}
