import type { MethodArm, Recipe } from './recipe.ts';

function plan(method: string, data: string, register: boolean): MethodArm['plan'] {
  return {
    method,
    encoder: { kind: 'feature-transformer', options: { register } },
    data: { name: data, limit: 10_000 },
    training: { epochs: 30, batch: 256, learningRate: 0.001 },
    evaluation: { baselines: false },
  };
}

const raw = (data: string): MethodArm['plan'] => ({
  method: 'none',
  encoder: { kind: 'raw' },
  data: { name: data, limit: 10_000 },
  evaluation: { baselines: false },
});

/** Row 17: T-JEPA on tables against the tables' own columns, with the regularisation token and without. */
export const tJepaRecipe: Recipe = {
  row: 17,
  id: 't-jepa',
  claim: {
    theirs:
      'Predicting the latent representation of some columns from others, without augmentation, gives features on which models ' +
      'do better than on the columns themselves; without the regularisation token training collapses (Thimonier et al., 2024).',
    ours: 'Adult and California housing: a linear map on T-JEPA’s features is better than one on the columns; without the token the effective rank is lower.',
  },
  arms: [
    { name: 'adult', label: 'T-JEPA, adult', plan: plan('t-jepa', 'adult', true) },
    { name: 'adult-raw', label: 'columns, adult', baseline: true, once: true, plan: raw('adult') },
    { name: 'adult-untrained', label: 'untrained, adult', baseline: true, plan: plan('none', 'adult', true) },
    {
      name: 'adult-without',
      label: 'T-JEPA without the token, adult',
      baseline: true,
      plan: plan('t-jepa', 'adult', false),
    },
    { name: 'housing', label: 'T-JEPA, housing', plan: plan('t-jepa', 'california-housing', true) },
    {
      name: 'housing-raw',
      label: 'columns, housing',
      baseline: true,
      once: true,
      plan: raw('california-housing'),
    },
  ],
  metric: 'linearProbe',
  expects: [
    {
      says: 'linear probe above the columns’ own on adult',
      metric: 'linearProbe',
      arm: 'adult',
      over: 'adult-raw',
      atLeast: 0,
    },
    {
      says: 'linear probe above the untrained encoder on adult',
      metric: 'linearProbe',
      arm: 'adult',
      over: 'adult-untrained',
      atLeast: 0,
    },
    {
      says: 'R² above the columns’ own on California housing',
      metric: 'rSquared',
      arm: 'housing',
      over: 'housing-raw',
      atLeast: 0,
    },
    {
      says: 'a higher effective rank with the token than without',
      metric: 'rankMe',
      arm: 'adult',
      over: 'adult-without',
      atLeast: 0,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 45, on: '2 cores' },
};
