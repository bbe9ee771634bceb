import {
  add,
  batchNorm,
  concat,
  matmul,
  mean,
  mul,
  ones,
  split,
  square,
  sub,
  sum,
  transpose,
  zeros,
  type Tensor,
} from '@broadsheet/tensor';
import { encoderWithHead, type WithHead } from './encoder-with-head.ts';
import { describedHead, headOf, type ProjectionOptions } from './head-options.ts';
import { learner, type Method } from './method.ts';

export type BarlowTwinsOptions = ProjectionOptions & {
  /** The paper's λ. */
  readonly redundancy: number;
};

/** Far below the variance of any embedding that is of use, and enough where one does not vary at all. */
const epsilon = 1e-5;

/** Each column with mean 0 and variance 1 over the batch: [n, d] → [n, d]. */
export function standardise(z: Tensor): Tensor {
  const d = z.shape[1] as number;
  return batchNorm(z, ones([d]), zeros([d]), epsilon).y;
}

/**
 * The cross-correlation matrix of two batches (Zbontar et al., 2021, equation 2): standardised [n, d] and [n, d] → [d, d],
 * entries from -1 to 1.
 */
export function crossCorrelation(one: Tensor, other: Tensor): Tensor {
  return mul(matmul(transpose(one), other), 1 / (one.shape[0] as number));
}

/** What the Barlow Twins loss is made of. */
export interface BarlowTwinsParts {
  /** Σᵢ (1 - Cᵢᵢ)². */
  readonly invariance: Tensor;
  /** Σᵢ Σ_{j ≠ i} Cᵢⱼ². */
  readonly redundancy: Tensor;
}

/** Both sums of the Barlow Twins loss, of batches that are standardised already: [n, d] and [n, d]. */
export function barlowTwinsParts(one: Tensor, other: Tensor): BarlowTwinsParts {
  const diagonal = mean(mul(one, other), 0);
  return {
    invariance: sum(square(sub(1, diagonal))),
    // The square of the diagonal is subtracted, which is less work than to mask it out.
    redundancy: sub(sum(square(crossCorrelation(one, other))), sum(square(diagonal))),
  };
}

/**
 * The Barlow Twins loss (Zbontar et al., 2021, equation 1): L = Σᵢ (1 - Cᵢᵢ)² + λ Σᵢ Σ_{j ≠ i} Cᵢⱼ², for the
 * cross-correlation C of two views' embeddings [n, d] → one number, 0 where C is the identity.
 */
export function barlowTwinsLoss(one: Tensor, other: Tensor, redundancy: number): Tensor {
  const parts = barlowTwinsParts(standardise(one), standardise(other));
  return add(parts.invariance, mul(redundancy, parts.redundancy));
}

/** Barlow Twins: two views whose embeddings are to agree in each number and to say another thing with each. */
export const barlowTwins: Method<BarlowTwinsOptions> = {
  id: 'barlow-twins',
  name: 'Barlow Twins',
  source: {
    title: 'Barlow Twins: Self-Supervised Learning via Redundancy Reduction',
    authors: 'Zbontar, Jing, Misra, LeCun, Deny',
    year: 2021,
    arxiv: '2103.03230',
  },
  needs: { views: 2, labels: false },
  // The paper's head is 8,192 wide; a processor takes seconds a step for that.
  defaults: { redundancy: 0.005, headLayers: 3, headWidth: 1024, gives: 1024 },
  describes: {
    redundancy: {
      kind: 'number',
      meaning: 'λ, the weight of the correlations off the diagonal',
      least: 0,
      most: 10,
    },
    ...describedHead,
  },
  learner(encoder, options) {
    const net = encoderWithHead(encoder, headOf(options));
    return learner<WithHead, Record<string, never>>({
      init: (key) => net.init(key),
      stages: (parameters, inputs, pass) => net.stages(parameters, inputs, pass),
      state: () => ({}),
      loss(parameters, _state, { views }, pass) {
        const z = net.embed(parameters, concat(views as [Tensor, Tensor]), pass);
        const [one, other] = split(z, 2) as [Tensor, Tensor];
        const { invariance, redundancy } = barlowTwinsParts(standardise(one), standardise(other));
        return [
          add(invariance, mul(options.redundancy, redundancy)),
          { readings: { invariance, redundancy } },
        ];
      },
    });
  },
};
