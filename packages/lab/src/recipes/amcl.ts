import type { RunPlanInput } from '../run/run-plan.ts';
import { cifar10Plan } from './cifar10-plan.ts';
import type { Recipe } from './recipe.ts';

/** Half of the data: six heads and strong views take long. */
const limit = 6_000;

function strong(method: string, options: NonNullable<RunPlanInput['options']> = {}) {
  const { training, ...rest } = cifar10Plan(method, options);
  return { ...rest, data: { ...rest.data, limit }, training: { ...training, views: 'strong' as const } };
}

/** Row 9: several heads with adaptive temperatures against one head, where views differ much. */
export const amclRecipe: Recipe = {
  row: 9,
  id: 'amcl',
  claim: {
    theirs:
      'With several projection heads and a temperature for each pair, several contrastive methods improve, more so where ' +
      'several or strong augmentations make views of one input less alike (Wang et al., 2024).',
    ours: 'CIFAR-10 with strong views: linear probe above the same method with one head and one temperature, for SimCLR and for Barlow Twins.',
  },
  arms: [
    { name: 'amcl', label: 'AMCL of SimCLR', plan: strong('amcl', { family: 'simclr' }) },
    { name: 'simclr', label: 'SimCLR', baseline: true, plan: strong('simclr') },
    {
      name: 'amcl-barlow',
      label: 'AMCL of Barlow Twins',
      plan: strong('amcl', { family: 'barlow-twins', batch: 128, headLayers: 3, headWidth: 256, gives: 256 }),
    },
    {
      name: 'barlow-twins',
      label: 'Barlow Twins',
      baseline: true,
      plan: strong('barlow-twins', { headWidth: 256, gives: 256 }),
    },
  ],
  metric: 'linearProbe',
  expects: [
    {
      says: 'linear probe above SimCLR with one head',
      metric: 'linearProbe',
      arm: 'amcl',
      over: 'simclr',
      atLeast: 0,
    },
    {
      says: 'linear probe above Barlow Twins with one head',
      metric: 'linearProbe',
      arm: 'amcl-barlow',
      over: 'barlow-twins',
      atLeast: 0,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 40, on: '2 cores' },
};
