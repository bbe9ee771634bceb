import { cifar10Plan } from './cifar10-plan.ts';
import type { Recipe } from './recipe.ts';

/** Row 2: Barlow Twins against SimCLR, and with a narrow and a wide projector. */
export const barlowTwinsRecipe: Recipe = {
  row: 2,
  id: 'barlow-twins',
  claim: {
    theirs:
      'Linear classification on ImageNet with a ResNet-50: 73.2 % top-1, on a par with contrastive methods, without ' +
      'negatives or a second network; wider projectors keep helping (Zbontar et al., 2021).',
    ours: 'CIFAR-10: linear probe within 1.5 points of SimCLR’s or above, better with a wider projector, and no collapse.',
  },
  arms: [
    { name: 'barlow-twins', label: 'Barlow Twins', plan: cifar10Plan('barlow-twins') },
    {
      name: 'narrow',
      label: 'Barlow Twins, projector of 32',
      plan: cifar10Plan('barlow-twins', { headWidth: 32, gives: 32 }),
    },
    { name: 'simclr', label: 'SimCLR', baseline: true, plan: cifar10Plan('simclr') },
    { name: 'untrained', label: 'untrained encoder', baseline: true, plan: cifar10Plan('none') },
  ],
  metric: 'linearProbe',
  expects: [
    {
      says: 'linear probe on a par with SimCLR: at most 1.5 points below',
      metric: 'linearProbe',
      arm: 'barlow-twins',
      over: 'simclr',
      atLeast: -0.015,
    },
    {
      says: 'linear probe above that with a narrow projector',
      metric: 'linearProbe',
      arm: 'barlow-twins',
      over: 'narrow',
      atLeast: 0,
    },
    {
      says: 'linear probe above the untrained encoder by 5 points',
      metric: 'linearProbe',
      arm: 'barlow-twins',
      over: 'untrained',
      atLeast: 0.05,
    },
    {
      says: 'no collapse: an effective rank of 10 at least',
      metric: 'rankMe',
      arm: 'barlow-twins',
      atLeast: 10,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 45, on: '2 cores' },
};
