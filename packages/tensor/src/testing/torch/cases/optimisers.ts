import * as T from '../../../index.ts';
import { numbers, whole } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

const adam = { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 };

/** What five batches ask of a table: rows that come often, seldom and never. */
const batches = (): T.Tensor =>
  whole([[[0, 3], [3, -1]], [[3, 5], [1, 1]], [[-1, -1], [0, 5]], [[5, 3], [3, 3]], [[1, 0], [5, -1]]]); // prettier-ignore

/** Runs a step for each batch: `update` gets the sparse gradient of Σ upstream·(bag + bag²). */
function learn(
  start: T.Tensor,
  indices: T.Tensor,
  upstream: T.Tensor,
  update: (table: T.EmbeddingTable, gradient: T.SparseRows, step: number) => void,
): T.Tensor {
  const table = new T.EmbeddingTable(T.copy(start));
  T.split(indices, indices.shape[0] as number).forEach((batch, i) => {
    const bags = T.squeeze(batch, 0);
    const loss = (t: T.EmbeddingTable): T.Tensor => {
      const y = T.embeddingBag(t, bags);
      return T.sum(T.mul(T.add(y, T.square(y)), upstream));
    };
    update(table, T.grad(loss)(table), i + 1);
  });
  return table.weights;
}

/** On gradients that are turned and so are not dense. */
function adamSteps(weightDecay: number) {
  return (start: T.Tensor, gradients: T.Tensor): T.Tensor[] => {
    const parameter = T.copy(start);
    const moments = { mean: T.zeros(start.shape), square: T.zeros(start.shape) };
    T.split(gradients, gradients.shape[0] as number).forEach((gradient, i) =>
      T.adamStep(parameter, T.transpose(T.squeeze(gradient, 0)), moments, {
        ...adam,
        weightDecay,
        step: i + 1,
      }),
    );
    return [parameter, moments.mean, moments.square];
  };
}

function sparseAdamSteps(weightDecay: number, epsilonAt: (step: number) => number) {
  return (start: T.Tensor, indices: T.Tensor, upstream: T.Tensor): T.Tensor[] => {
    const moments = { mean: T.zeros(start.shape), square: T.zeros(start.shape) };
    const learnt = learn(start, indices, upstream, (table, gradient, step) =>
      T.adamStep(table, gradient, moments, { ...adam, weightDecay, epsilon: epsilonAt(step), step }),
    );
    return [learnt, moments.mean, moments.square];
  };
}

/** A table, batches, and what the two bags of each are weighed with. */
const learning = (): T.Tensor[] => [numbers([6, 5]), batches(), numbers([2, 5], { seed: 2 })];

export const optimisers: TorchCases = {
  'adamStep: Adam': {
    inputs: () => [numbers([3, 7]), numbers([6, 7, 3], { seed: 2 })],
    f: adamSteps(0),
    order: 0,
  },
  'adamStep: AdamW': {
    inputs: () => [numbers([3, 7]), numbers([6, 7, 3], { seed: 2 })],
    f: adamSteps(0.3),
    order: 0,
  },
  // SparseAdam adds epsilon to √v before v's bias is corrected, we after it, as in Adam itself and in AdamW.
  'adamStep: SparseAdam': {
    inputs: learning,
    f: sparseAdamSteps(0, (step) => adam.epsilon / Math.sqrt(1 - adam.beta2 ** step)),
    order: 0,
  },
  'adamStep: a table, with decay': {
    inputs: learning,
    f: sparseAdamSteps(0.3, () => adam.epsilon),
    order: 0,
  },
  adagradStep: {
    inputs: learning,
    f: (start, indices, upstream) => {
      const squares = T.full(start.shape, 0.1);
      const learnt = learn(start, indices, upstream, (weights, gradient) =>
        T.adagradStep(weights, gradient, squares, { learningRate: 0.2, epsilon: 1e-3 }),
      );
      return [learnt, squares];
    },
    order: 0,
  },
};
