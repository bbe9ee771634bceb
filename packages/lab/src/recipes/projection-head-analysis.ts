import {
  layerSpectrum,
  linearProbe,
  projectionHeadExperiment,
  rankMe,
  type Features,
} from '@broadsheet/methods';
import { cifar10Plan } from './cifar10-plan.ts';
import type { Recipe } from './recipe.ts';

/** The linear model: the strongest feature is the one that augmentation disturbs most. */
const model = { variances: [4, 1, 0.5, 1], kept: [0.2, 0.9, 0.6, 0.4] };
/** A feature that augmentation disturbs, and one that it keeps. */
const asked = { disturbed: 0, kept: 1 };
const widths = [4, 4];

/** Row 10: why what lies before a projection head is better than what lies behind it. */
export const projectionHeadAnalysisRecipe: Recipe = {
  row: 10,
  id: 'projection-head-analysis',
  claim: {
    theirs:
      'A projection head lets earlier layers weigh features more evenly than the loss wants, so that what lies before it does ' +
      'better where the task asks for features that augmentation disturbs (Xue et al., 2024).',
    ours: 'The linear model’s spectra are the predicted ones and its layer before the head is better on a disturbed feature; on CIFAR-10 SimCLR’s linear probe is better before the head than behind it, and the rank higher.',
  },
  arms: [
    {
      name: 'linear-model',
      label: 'the linear model',
      version: 1,
      run({ seed }) {
        const { maps, measured, predicted, tasks } = projectionHeadExperiment({
          net: { ...model, widths, steps: 8_000, learningRate: 0.04, start: 0.1, seed },
          asked: Object.values(asked),
          examples: 10,
          tests: 2_000,
          repetitions: 40,
          ridge: 1,
        });
        const [disturbed, kept] = tasks as [(typeof tasks)[number], (typeof tasks)[number]];
        const depth = maps.map((_, layer) => layer + 1);
        const last = widths.length - 1;
        const gaps = measured.flatMap((layer, i) =>
          layer.map((size, j) => Math.abs(size / (predicted[i]?.[j] as number) - 1)),
        );
        return Promise.resolve({
          metrics: {
            gapToPrediction: Math.max(...gaps),
            beforeOverBehind:
              (disturbed.accuracies[last - 1] as number) - (disturbed.accuracies[last] as number),
            keptBehindOverBefore: (kept.accuracies[last] as number) - (kept.accuracies[last - 1] as number),
          },
          series: [
            { name: 'accuracy, disturbed feature', x: depth, y: [...disturbed.accuracies] },
            { name: 'accuracy, kept feature', x: depth, y: [...kept.accuracies] },
            ...Object.entries(asked).flatMap(([name, feature]) =>
              Object.entries({ measured, predicted }).map(([which, layers]) => ({
                name: `size of the ${name} feature, ${which}`,
                x: depth,
                y: layers.map((sizes) => sizes[feature] as number),
              })),
            ),
          ],
        });
      },
    },
    {
      name: 'simclr',
      label: 'SimCLR on CIFAR-10',
      version: 1,
      async run({ seed, perform, tell }) {
        const { stages } = await perform({ ...cifar10Plan('simclr'), seed });
        const names = Object.keys(stages);
        const metrics: Record<string, number> = {};
        const spectra = [];
        for (const name of names) {
          tell(name);
          const { train, test } = stages[name] as { train: Features; test: Features };
          metrics[`${name} linearProbe`] = (await linearProbe(train, test)).accuracy;
          metrics[`${name} rankMe`] = rankMe(train);
          const spectrum = [...layerSpectrum(train)];
          spectra.push({ name: `spectrum after ${name}`, x: spectrum.map((_, i) => i + 1), y: spectrum });
        }
        const behind = names.at(-1) as string;
        const of = (name: string, what: string): number => metrics[`${name} ${what}`] as number;
        return {
          metrics: {
            ...metrics,
            beforeOverBehind: of('encoder', 'linearProbe') - of(behind, 'linearProbe'),
            rankBeforeOverBehind: of('encoder', 'rankMe') - of(behind, 'rankMe'),
          },
          series: spectra,
        };
      },
    },
    { name: 'head', label: 'SimCLR', plan: cifar10Plan('simclr') },
    {
      name: 'reweighting',
      label: 'SimCLR with the fixed reweighting head',
      plan: cifar10Plan('simclr', { reweighting: 1.1, headLayers: 0 }),
    },
    {
      name: 'no-head',
      label: 'SimCLR without a head',
      baseline: true,
      plan: cifar10Plan('simclr', { headLayers: 0 }),
    },
  ],
  metric: 'beforeOverBehind',
  expects: [
    {
      says: 'the linear model: every layer’s spectrum is the predicted one within a tenth',
      metric: 'gapToPrediction',
      arm: 'linear-model',
      atMost: 0.1,
    },
    {
      says: 'the linear model: better before the head where augmentation disturbs the feature',
      metric: 'beforeOverBehind',
      arm: 'linear-model',
      atLeast: 0,
    },
    {
      says: 'CIFAR-10: linear probe better before the head than behind it',
      metric: 'beforeOverBehind',
      arm: 'simclr',
      atLeast: 0,
    },
    {
      says: 'the fixed reweighting head is comparable: its linear probe at most two points below the learnt head’s',
      metric: 'linearProbe',
      arm: 'reweighting',
      over: 'head',
      atLeast: -0.02,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 55, on: '2 cores' },
};
