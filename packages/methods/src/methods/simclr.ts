import { concat, contrast, mean, normalize, split, tensor, type Tensor } from '@broadsheet/tensor';
import { reweightingHead } from '../nets/reweighting-head.ts';
import { encoderWithHead, type WithHead } from './encoder-with-head.ts';
import { describedHead, headOf, type ProjectionOptions } from './head-options.ts';
import { learner, type Method } from './method.ts';

export type SimclrOptions = ProjectionOptions & {
  readonly temperature: number;
  /** κ of a fixed head behind the other one; 1 for none. See `reweightingHead`. */
  readonly reweighting: number;
};

/**
 * NT-Xent (Chen et al., 2020, equation 1): the other view of the same input is to be more alike than all 2(n - 1) views of
 * other inputs, by cosine similarity over a temperature. Embeddings [n, d] of two views → one number.
 */
export function ntXent(one: Tensor, other: Tensor, temperature: number | Tensor): Tensor {
  const n = one.shape[0] as number;
  const z = normalize(concat([one, other]));
  const own = Int32Array.from({ length: 2 * n }, (_, i) => i);
  const positives = tensor(own.map((i) => (i + n) % (2 * n)));
  return mean(contrast(z, z, { positives, leaveOut: tensor(own), temperature }));
}

/** SimCLR: two views, one encoder, a projection head, and NT-Xent. */
export const simclr: Method<SimclrOptions> = {
  id: 'simclr',
  name: 'SimCLR',
  source: {
    title: 'A Simple Framework for Contrastive Learning of Visual Representations',
    authors: 'Chen, Kornblith, Norouzi, Hinton',
    year: 2020,
    arxiv: '2002.05709',
  },
  needs: { views: 2, labels: false },
  defaults: { temperature: 0.5, reweighting: 1, headLayers: 2, headWidth: 512, gives: 128 },
  describes: {
    temperature: { kind: 'number', meaning: 'what similarities are divided by', above: 0, most: 10 },
    reweighting: {
      kind: 'number',
      meaning: 'κ of the fixed reweighting head; with headLayers 0 it is the only one, and 1 is none',
      least: 1,
      most: 10,
    },
    ...describedHead,
  },
  learner(encoder, options) {
    const net = encoderWithHead(encoder, headOf(options));
    const fixed = options.reweighting === 1 ? null : reweightingHead(net.gives, options.reweighting);
    return learner<WithHead, Record<string, never>>({
      init: (key) => net.init(key),
      state: () => ({}),
      stages: (parameters, inputs, pass) => net.stages(parameters, inputs, pass),
      loss(parameters, _state, { views }, pass) {
        const learnt = net.embed(parameters, concat(views as [Tensor, Tensor]), pass);
        const z = fixed === null ? learnt : fixed.run([], learnt, pass);
        const [one, other] = split(z, 2) as [Tensor, Tensor];
        return [ntXent(one, other, options.temperature), {}];
      },
    });
  },
};
