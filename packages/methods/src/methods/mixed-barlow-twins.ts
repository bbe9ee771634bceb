import {
  add,
  concat,
  gather,
  mul,
  random,
  split,
  square,
  sub,
  sum,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import { inside } from '../nets/pass.ts';
import { draw } from '../views/draw.ts';
import { mixup } from '../views/mixup.ts';
import {
  barlowTwins,
  barlowTwinsParts,
  crossCorrelation,
  standardise,
  type BarlowTwinsOptions,
} from './barlow-twins.ts';
import { encoderWithHead, type WithHead } from './encoder-with-head.ts';
import { headOf } from './head-options.ts';
import { learner, type Method } from './method.ts';

export type MixedBarlowTwinsOptions = BarlowTwinsOptions & {
  /** Weight of the regulariser, in units of λ. */
  readonly mixing: number;
};

/**
 * The regulariser of Mixed Barlow Twins (Bandara et al., 2023): the mixed inputs' cross-correlation with each
 * view is to be the mix of the cross-correlations,
 *
 *   ‖C(m, a) - α·C(a, a) - (1 - α)·C(b′, a)‖² + ‖C(m, b) - α·C(a, b) - (1 - α)·C(b′, b)‖²,
 *
 * for standardised embeddings [n, d] of the views a and b, of b in the order `order` (b′), and of the mixed inputs
 * α·a + (1 - α)·b′ (m). One number, 0 where embeddings mix as inputs do.
 * @param order int32 [n], a permutation.
 */
export function mixedCorrelationLoss(
  a: Tensor,
  b: Tensor,
  mixed: Tensor,
  order: Tensor,
  alpha: number,
): Tensor {
  const shuffled = gather(b, order);
  // C is linear in its first argument, so that both mixes are those of what goes in.
  const expected = mixup(a, shuffled, alpha);
  const gap = sub(mixed, expected);
  return add(sum(square(crossCorrelation(gap, a))), sum(square(crossCorrelation(gap, b))));
}

/** Barlow Twins with mixed inputs: samples have to do with each other, which keeps from overfitting in long runs. */
export const mixedBarlowTwins: Method<MixedBarlowTwinsOptions> = {
  id: 'mixed-barlow-twins',
  name: 'Mixed Barlow Twins',
  source: {
    title: 'Guarding Barlow Twins Against Overfitting with Mixed Samples',
    authors: 'Bandara, De Melo, Patel',
    year: 2023,
    arxiv: '2312.02151',
  },
  needs: { views: 2, labels: false },
  // λ = 1/128, embeddings of 1,024 and 4 are what the authors take for CIFAR-10 with a ResNet-18.
  defaults: { ...barlowTwins.defaults, redundancy: 0.0078125, mixing: 4 },
  describes: {
    ...barlowTwins.describes,
    mixing: {
      kind: 'number',
      meaning: 'weight of the mixed correlations, in units of λ',
      least: 0,
      most: 1000,
    },
  },
  learner(encoder, options) {
    const net = encoderWithHead(encoder, headOf(options));
    return learner<WithHead, Record<string, never>>({
      init: (key) => net.init(key),
      stages: (parameters, inputs, pass) => net.stages(parameters, inputs, pass),
      state: () => ({}),
      loss(parameters, _state, { views }, pass) {
        const [one, other] = views as [Tensor, Tensor];
        if (one.dtype !== 'float32')
          throw new TypeError(
            `mixed-barlow-twins mixes inputs, which has to be done with float32 numbers, not ${one.dtype} ones. Texts and ` +
              'categories cannot be mixed: take barlow-twins for them.',
          );
        const [forOrder, forAlpha] = random.split(inside(pass, 'mix').key) as [Key, Key];
        const order = random.permutation(forOrder, one.shape[0] as number);
        // Evenly distributed: Beta(1, 1).
        const alpha = draw(forAlpha).uniform();
        const mixedInputs = mixup(one, gather(other, order), alpha);
        const z = net.embed(parameters, concat([one, other]), pass);
        const [a, b] = split(z, 2).map(standardise) as [Tensor, Tensor];
        const mixed = standardise(net.embed(parameters, mixedInputs, pass));
        const { invariance, redundancy } = barlowTwinsParts(a, b);
        const mixing = mixedCorrelationLoss(a, b, mixed, order, alpha);
        const { redundancy: lambda, mixing: weight } = options;
        const loss = add(add(invariance, mul(lambda, redundancy)), mul(weight * lambda, mixing));
        return [loss, { readings: { invariance, redundancy, mixing } }];
      },
    });
  },
};
