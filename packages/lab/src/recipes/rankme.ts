import { spearman } from '@broadsheet/methods';
import type { RunPlanInput } from '../run/run-plan.ts';
import { cifar10Plan } from './cifar10-plan.ts';
import type { MethodArm, Recipe } from './recipe.ts';

type Options = NonNullable<RunPlanInput['options']>;

/** Settings of which some are poor: what a search over hyper-parameters tries. */
const settings: readonly (readonly [method: string, name: string, options: Options])[] = [
  ...[0.05, 0.1, 0.2, 0.5, 1, 2].map(
    (temperature) => ['simclr', `t${temperature}`, { temperature }] as const,
  ),
  ...[0.0005, 0.005, 0.05, 0.5].map(
    (redundancy) => ['barlow-twins', `l${redundancy}`, { redundancy }] as const,
  ),
  ['simclr', 'no-head', { headLayers: 0 }],
  ['barlow-twins', 'narrow', { headWidth: 32, gives: 32 }],
];

/** Half of the data, and fewer epochs than elsewhere: what counts is their order. */
const limit = 6_000;
const epochs = 10;

const arms: readonly MethodArm[] = settings.map(([method, name, options]) => {
  const { training, ...rest } = cifar10Plan(method, options);
  return {
    name: `${method}-${name.replace('.', '-')}`,
    label: `${method}, ${name}`,
    plan: { ...rest, data: { ...rest.data, limit }, training: { ...training, epochs } },
  };
});

/** Row 57: the effective rank of representations, which needs no labels, against the accuracy of a linear probe. */
export const rankmeRecipe: Recipe = {
  row: 57,
  id: 'rankme',
  claim: {
    theirs:
      'The effective rank of embeddings goes with their accuracy downstream, and hyper-parameters chosen by it without labels ' +
      'lose little against those chosen with labels (Garrido et al., 2023).',
    ours: 'CIFAR-10, twelve settings of SimCLR and Barlow Twins: rank and linear probe are correlated (Spearman), and the setting with the highest rank is within a point of the best.',
  },
  arms,
  derived: [
    {
      name: 'choice',
      label: 'choosing by RankMe',
      metrics(of) {
        const ranks = of.map(({ rankMe = NaN }) => rankMe);
        const probes = of.map(({ linearProbe = NaN }) => linearProbe);
        const chosen = ranks.indexOf(Math.max(...ranks));
        return {
          spearman: spearman(ranks, probes),
          lost: Math.max(...probes) - (probes[chosen] as number),
          linearProbe: probes[chosen] as number,
          oracle: Math.max(...probes),
        };
      },
    },
  ],
  metric: 'spearman',
  expects: [
    {
      says: 'rank and linear probe go together: a Spearman correlation of 0.5 at least',
      metric: 'spearman',
      arm: 'choice',
      atLeast: 0.5,
    },
    {
      says: 'the setting of the highest rank is within a point of the best',
      metric: 'lost',
      arm: 'choice',
      atMost: 0.01,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 40, on: '2 cores' },
};
