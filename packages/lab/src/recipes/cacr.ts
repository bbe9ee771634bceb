import { cifar10Plan } from './cifar10-plan.ts';
import type { Recipe } from './recipe.ts';

const longTail = { data: { name: 'cifar10-lt', imbalance: 50 } };

/** Row 8: contrastive attraction and repulsion against SimCLR, on even and on long-tailed data. */
export const cacrRecipe: Recipe = {
  row: 8,
  id: 'cacr',
  claim: {
    theirs:
      'Weighting distant positives and close negatives more improves on uniform weights, the more so on data that are not ' +
      'balanced (Zheng et al., 2021).',
    ours: 'CIFAR-10: linear probe above SimCLR, and the gap is larger where the classes are 50 : 1.',
  },
  arms: [
    { name: 'cacr', label: 'CACR', plan: cifar10Plan('cacr') },
    { name: 'cacr-one', label: 'CACR, one positive', plan: cifar10Plan('cacr', { positives: 1 }) },
    { name: 'simclr', label: 'SimCLR', baseline: true, plan: cifar10Plan('simclr') },
    { name: 'cacr-lt', label: 'CACR, long tail', plan: { ...cifar10Plan('cacr'), ...longTail } },
    {
      name: 'simclr-lt',
      label: 'SimCLR, long tail',
      baseline: true,
      plan: { ...cifar10Plan('simclr'), ...longTail },
    },
  ],
  metric: 'linearProbe',
  expects: [
    { says: 'linear probe above SimCLR', metric: 'linearProbe', arm: 'cacr', over: 'simclr', atLeast: 0 },
    {
      says: 'with one positive as well, which is SimCLR’s own number of views',
      metric: 'linearProbe',
      arm: 'cacr-one',
      over: 'simclr',
      atLeast: 0,
    },
    {
      says: 'above SimCLR on the long tail',
      metric: 'linearProbe',
      arm: 'cacr-lt',
      over: 'simclr-lt',
      atLeast: 0,
    },
    {
      says: 'and by more than on even data',
      metric: 'linearProbe',
      arm: 'cacr-lt',
      over: 'simclr-lt',
      beyond: { arm: 'cacr', over: 'simclr' },
      atLeast: 0,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 150, on: '2 cores' },
};
