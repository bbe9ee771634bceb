import type { MethodArm } from './recipe.ts';

type Plan = MethodArm['plan'];

/** What all recipes on CIFAR-10 share, so that their figures compare: data, encoder, views and training. */
export function cifar10Plan(method: string, options: Plan['options'] = {}): Plan {
  return {
    method,
    options,
    encoder: { kind: 'resnet', options: {} },
    data: { name: 'cifar10' },
    training: { epochs: 30, batch: 128 },
    evaluation: { baselines: false, neighbours: 20 },
  };
}
