import { cifar10Plan } from './cifar10-plan.ts';
import type { Recipe } from './recipe.ts';

/** Row 1: SimCLR against an encoder that was never trained, and against the pixels themselves. */
export const simclrRecipe: Recipe = {
  row: 1,
  id: 'simclr',
  claim: {
    theirs:
      'A linear classifier on SimCLR’s features reaches 76.5 % top-1 on ImageNet, matching a supervised ResNet-50 (Chen et ' +
      'al., 2020, abstract).',
    ours: 'CIFAR-10: linear probe and k-NN on SimCLR’s features are clearly above those on a random encoder’s and on raw pixels.',
  },
  arms: [
    { name: 'simclr', label: 'SimCLR', plan: cifar10Plan('simclr') },
    { name: 'untrained', label: 'untrained encoder', baseline: true, plan: cifar10Plan('none') },
    {
      name: 'raw',
      label: 'raw pixels',
      baseline: true,
      once: true,
      plan: { ...cifar10Plan('none'), encoder: { kind: 'raw' } },
    },
  ],
  metric: 'linearProbe',
  expects: (['linearProbe', 'neighbours'] as const).flatMap((metric) =>
    (['untrained', 'raw'] as const).map((over) => ({
      says: `${metric === 'linearProbe' ? 'linear probe' : 'k-NN'} above ${over === 'raw' ? 'raw pixels' : 'the untrained encoder'} by 5 points`,
      metric,
      arm: 'simclr',
      over,
      atLeast: 0.05,
    })),
  ),
  seeds: [1, 2, 3],
  budget: { minutes: 25, on: '2 cores' },
};
