import type { MethodArm } from './recipe.ts';

type Plan = MethodArm['plan'];
type Options = NonNullable<Plan['options']>;

/** Options that differ from a method's defaults in all recipes on CIFAR-10. */
const usual: Readonly<Record<string, Options>> = {
  simclr: { temperature: 0.2 },
  'barlow-twins': { headWidth: 512, gives: 512 },
  'mixed-barlow-twins': { headWidth: 512, gives: 512 },
};

/**
 * What all recipes on CIFAR-10 share, so that their figures compare: data, encoder, views and training; about five minutes a
 * run on one core. The learning rate and SimCLR's temperature were chosen with `--validation`, on a fifth of the learning part:
 * rates of 0.003, 0.006 and 0.012 came to 48.4, 47.8 and 49.3 % after 8 epochs, temperatures of 0.1, 0.2 and 0.5 to 48.0, 47.8
 * and 46.1 %.
 */
export function cifar10Plan(method: string, options: Options = {}): Plan {
  return {
    method,
    options: { ...usual[method], ...options },
    encoder: { kind: 'resnet', options: {} },
    data: { name: 'cifar10' },
    training: { epochs: 20, batch: 128, learningRate: 0.006 },
    evaluation: { baselines: false, neighbours: 20 },
  };
}
