import { continualRun, type ContinualSchedule } from './continual-runs.ts';
import type { AnalysisArm, Recipe } from './recipe.ts';

/** CIFAR-10's classes, two at a time, in their order. */
const tasks = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
  [8, 9],
];

const epochs = 12;

function arm(schedule: ContinualSchedule, label: string, baseline: boolean): AnalysisArm {
  return {
    name: schedule,
    label,
    baseline,
    version: 1,
    async run({ seed, data, signal, tell }) {
      const cifar10 = await data({ name: 'cifar10' });
      const { accuracies, last } = await continualRun({
        schedule,
        data: cifar10,
        tasks,
        epochs,
        seed,
        signal,
        tell,
      });
      const before = tasks.length - 1;
      const forgotten = tasks
        .slice(0, before)
        .map((_, k) => (accuracies[k]?.[k] as number) - (accuracies[before]?.[k] as number));
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
      return {
        metrics: {
          forgetting: mean(forgotten),
          old: mean(accuracies[before]?.slice(0, before) ?? []),
          newest: accuracies[before]?.[before] as number,
          linearProbe: last,
        },
        series: [0, 2, before].map((k) => ({
          name: `${label}, classes of task ${k + 1}`,
          x: tasks.map((_, t) => t + 1),
          y: accuracies.map((after) => after[k] as number),
        })),
      };
    },
  };
}

/** Row 52: a schedule without an end against a cosine that is begun anew with each task. */
export const infiniteScheduleRecipe: Recipe = {
  row: 52,
  id: 'infinite-schedule',
  claim: {
    theirs:
      'In continual pre-training on one data set after the other the infinite schedule forgets less than a repeated cosine, ' +
      'and ends at lower losses (Singh et al., 2025).',
    ours: 'SimCLR on CIFAR-10’s classes, two after two: linear probes of old tasks lose less with the infinite schedule.',
  },
  arms: [arm('infinite', 'infinite schedule', false), arm('cosine', 'repeated cosine', true)],
  metric: 'forgetting',
  expects: [
    {
      says: 'old tasks are forgotten less than with a repeated cosine',
      metric: 'forgetting',
      arm: 'infinite',
      over: 'cosine',
      atMost: 0,
    },
    {
      says: 'old tasks end higher than with a repeated cosine',
      metric: 'old',
      arm: 'infinite',
      over: 'cosine',
      atLeast: 0,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 40, on: '2 cores' },
};
