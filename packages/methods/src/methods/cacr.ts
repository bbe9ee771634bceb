import {
  add,
  concat,
  identity,
  matmul,
  mean,
  mul,
  normalize,
  softmax,
  split,
  stack,
  sub,
  sum,
  transpose,
  type Tensor,
} from '@broadsheet/tensor';
import { encoderWithHead, type WithHead } from './encoder-with-head.ts';
import { describedHead, headOf, type ProjectionOptions } from './head-options.ts';
import { learner, type Method } from './method.ts';

export type CacrOptions = ProjectionOptions & {
  /** Positives of each query: other views of the same input. */
  readonly positives: number;
  /** The paper's t⁺: how much more a distant positive counts than a close one; 0 for all alike. */
  readonly attraction: number;
  /** The paper's t⁻: how much more a close negative counts than a distant one; 0 for all alike. */
  readonly repulsion: number;
};

/** Squared distances of unit vectors: [n, d] and [m, d] → [n, m], from 0 to 4. */
function distances(one: Tensor, other: Tensor): Tensor {
  return sub(2, mul(2, matmul(one, transpose(other))));
}

/**
 * The conditional distribution of a query's positives (Zheng et al., "Contrastive Attraction and Contrastive Repulsion",
 * 2023): π⁺ ∝ exp(t⁺·d), so that distant ones count more. Squared distances [n, positives] → weights that sum to one
 * in each row.
 */
export function attractionWeights(squaredDistances: Tensor, sharpness: number): Tensor {
  return softmax(mul(sharpness, squaredDistances));
}

/**
 * The conditional distribution of a query's negatives (the same paper): π⁻ ∝ exp(-t⁻·d), so that close ones count more.
 * Squared distances [n, n], of which the diagonal is the same input and gets no weight → weights that sum to one in each
 * row.
 */
export function repulsionWeights(squaredDistances: Tensor, sharpness: number): Tensor {
  const n = squaredDistances.shape[0] as number;
  return softmax(sub(mul(-sharpness, squaredDistances), mul(1e9, identity(n))));
}

export interface CacrParts {
  /** Σ π⁺·d, the mean over queries: to be made small. */
  readonly attraction: Tensor;
  /** Σ π⁻·d, the mean over queries: to be made large. */
  readonly repulsion: Tensor;
}

/**
 * Contrastive attraction and contrastive repulsion of several views' embeddings, each [n, d], which are normalised here.
 * Each view is a query once, with the other views of its input as positives; for each two views, the other inputs of the
 * second are negatives of the first. The loss is attraction - repulsion.
 * @throws RangeError where there is no second view or no second input.
 */
export function cacrParts(views: readonly Tensor[], attraction: number, repulsion: number): CacrParts {
  const n = views[0]?.shape[0] ?? 0;
  if (views.length < 2 || n < 2)
    throw new RangeError(`cacr: needs two views of two inputs at least, not ${views.length} of ${n}.`);
  const z = views.map((view) => normalize(view));
  const pairs = z.flatMap((query, i) => z.slice(i + 1).map((key) => ({ query, key })));
  const attracted = z.map((query, i) => {
    const others = z.filter((_, j) => j !== i);
    const d = stack(
      others.map((key) => sub(2, mul(2, sum(mul(query, key), 1)))),
      1,
    );
    return mean(sum(mul(attractionWeights(d, attraction), d), 1));
  });
  const repelled = pairs.map(({ query, key }) => {
    const d = distances(query, key);
    return mean(sum(mul(repulsionWeights(d, repulsion), d), 1));
  });
  return { attraction: meanOf(attracted), repulsion: meanOf(repelled) };
}

function meanOf(numbers: readonly Tensor[]): Tensor {
  return mul(
    1 / numbers.length,
    numbers.reduce((a, b) => add(a, b)),
  );
}

/** CACR: positives compete among themselves to be pulled, and negatives among themselves to be pushed. */
export const cacr: Method<CacrOptions> = {
  id: 'cacr',
  name: 'CACR',
  source: {
    title: 'Contrastive Attraction and Contrastive Repulsion for Representation Learning',
    authors: 'Zheng, Chen, Yao, Yang, Li, Zhang, Zhang, Tsang, Zhou, Zhou',
    year: 2023,
    arxiv: '2105.03746',
  },
  needs: { views: 5, labels: false },
  needsWith: ({ positives }) => ({ views: positives + 1, labels: false }),
  // Four positives and these two exponents are what the authors' code takes for CIFAR-10.
  defaults: { positives: 4, attraction: 1, repulsion: 0.9, headLayers: 2, headWidth: 512, gives: 128 },
  describes: {
    positives: {
      kind: 'integer',
      meaning: 'other views of each input, all of which are positives',
      least: 1,
      most: 16,
    },
    attraction: {
      kind: 'number',
      meaning: 't⁺: how much more a distant positive counts',
      least: 0,
      most: 100,
    },
    repulsion: { kind: 'number', meaning: 't⁻: how much more a close negative counts', least: 0, most: 100 },
    ...describedHead,
  },
  learner(encoder, options) {
    const net = encoderWithHead(encoder, headOf(options));
    return learner<WithHead, Record<string, never>>({
      init: (key) => net.init(key),
      stages: (parameters, inputs, pass) => net.stages(parameters, inputs, pass),
      state: () => ({}),
      loss(parameters, _state, { views }, pass) {
        const z = split(net.embed(parameters, concat(views), pass), views.length);
        const { attraction, repulsion } = cacrParts(z, options.attraction, options.repulsion);
        return [sub(attraction, repulsion), { readings: { attraction, repulsion } }];
      },
    });
  },
};
