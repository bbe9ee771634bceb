import { concat, contrast, mean, normalize, random, split, tensor, type Key, type Parameters, type Tensor } from '@broadsheet/tensor';
import type { MlpParameters } from '../nets/mlp.ts';
import { inside } from '../nets/pass.ts';
import { projectionHead } from '../nets/projection-head.ts';
import { learner, type Method } from './method.ts';

export interface SimclrOptions {
  readonly temperature: number;
  readonly headLayers: number;
  readonly headWidth: number;
  /** Length of what the loss compares. */
  readonly gives: number;
}

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
  defaults: { temperature: 0.5, headLayers: 2, headWidth: 512, gives: 128 },
  learner(encoder, options) {
    const head = projectionHead(encoder.gives, {
      layers: options.headLayers,
      width: options.headWidth,
      gives: options.gives,
    });
    return learner<{ encoder: Parameters; head: MlpParameters }, Record<string, never>>({
      init(key) {
        const [forEncoder, forHead] = random.split(key) as [Key, Key];
        return { encoder: encoder.init(forEncoder), head: head.init(forHead) };
      },
      state: () => ({}),
      loss(parameters, _state, { views }, pass) {
        const both = concat(views as [Tensor, Tensor]);
        const h = encoder.run(parameters.encoder, both, inside(pass, 'encoder'));
        const z = head.run(parameters.head, h, inside(pass, 'head'));
        const [one, other] = split(z, 2) as [Tensor, Tensor];
        return [ntXent(one, other, options.temperature), {}];
      },
    });
  },
};
