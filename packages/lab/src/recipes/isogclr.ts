import { cifar10Plan } from './cifar10-plan.ts';
import type { Recipe } from './recipe.ts';

function longTail(method: string) {
  const { training, ...rest } = cifar10Plan(method);
  return { ...rest, data: { name: 'cifar10-lt', imbalance: 50 }, training: { ...training, batch: 64 } };
}

function texts(method: string) {
  return {
    method,
    encoder: { kind: 'bag-of-words' },
    data: { name: 'papers', limit: 20_000 },
    training: { epochs: 10, batch: 64 },
    evaluation: { baselines: false },
  };
}

/** Row 6: individual temperatures against SimCLR, in small batches, where some semantics are frequent and others rare. */
export const isogclrRecipe: Recipe = {
  row: 6,
  id: 'isogclr',
  claim: {
    theirs:
      'Individual temperatures, learnt by a distributionally robust form, improve on one temperature for all, on long-tailed ' +
      'data and in small batches; samples of frequent semantics get larger ones (Qiu et al., 2023).',
    ours: 'At batch 64: linear probe above SimCLR on long-tailed CIFAR-10 and on titles and abstracts.',
  },
  arms: [
    { name: 'isogclr', label: 'iSogCLR, long-tailed images', plan: longTail('isogclr') },
    { name: 'simclr', label: 'SimCLR, long-tailed images', baseline: true, plan: longTail('simclr') },
    { name: 'isogclr-texts', label: 'iSogCLR, texts', plan: texts('isogclr') },
    { name: 'simclr-texts', label: 'SimCLR, texts', baseline: true, plan: texts('simclr') },
  ],
  metric: 'linearProbe',
  expects: [
    {
      says: 'linear probe above SimCLR on long-tailed images',
      metric: 'linearProbe',
      arm: 'isogclr',
      over: 'simclr',
      atLeast: 0,
    },
    {
      says: 'linear probe above SimCLR on texts',
      metric: 'linearProbe',
      arm: 'isogclr-texts',
      over: 'simclr-texts',
      atLeast: 0,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 60, on: '2 cores' },
};
