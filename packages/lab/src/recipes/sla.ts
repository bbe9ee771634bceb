import { cifar10Plan } from './cifar10-plan.ts';
import type { Recipe } from './recipe.ts';

/** Labels of each class. */
const perClass = 100;

function plan(mode: string) {
  const { training, ...rest } = cifar10Plan('sla', { mode });
  return {
    ...rest,
    data: { name: 'cifar10', perClass },
    training: { ...training, epochs: 60, batch: 64 },
  };
}

/** Row 21: joint labels of class and turn, against classes alone and against turns as a second task. */
export const slaRecipe: Recipe = {
  row: 21,
  id: 'sla',
  claim: {
    theirs:
      'Learning the joint distribution of labels and transformations, and aggregating over the turned images, is more accurate ' +
      'than the plain classifier and than multi-task learning, above all with few labels (Lee et al., 2020).',
    ours: `CIFAR-10 with ${perClass} labels a class: the aggregated classifier is more accurate than the plain one and than the multi-task one, and self-distillation keeps part of it in one pass.`,
  },
  arms: [
    { name: 'sla', label: 'SLA', plan: plan('sla') },
    { name: 'sla-sd', label: 'SLA with self-distillation', plan: plan('sla-sd') },
    { name: 'plain', label: 'plain classifier', baseline: true, plan: plan('plain') },
    { name: 'augmentation', label: 'turned images as data', baseline: true, plan: plan('augmentation') },
    { name: 'multi-task', label: 'turns as a second task', baseline: true, plan: plan('multi-task') },
  ],
  metric: 'aggregated',
  expects: [
    ...(['plain', 'augmentation', 'multi-task'] as const).map((over) => ({
      says: `aggregated, more accurate than ${over === 'plain' ? 'the plain classifier' : over === 'augmentation' ? 'turned images as data' : 'turns as a second task'}`,
      metric: 'aggregated',
      arm: 'sla',
      over,
      overMetric: 'single',
      atLeast: 0,
    })),
    {
      says: 'with self-distillation more accurate in one pass than the plain classifier',
      metric: 'single',
      arm: 'sla-sd',
      over: 'plain',
      atLeast: 0,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 45, on: '2 cores' },
};
