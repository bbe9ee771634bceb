import {
  add,
  assign,
  gradientLeavesOf,
  leavesOf,
  mul,
  scatterAdd,
  SparseRows,
  sub,
  zeros,
  type Tensor,
} from '@broadsheet/tensor';
import { weightsOf } from './adam-w.ts';
import type { Gradient, Optimiser } from './optimiser.ts';

export interface SgdOptions {
  readonly momentum?: number;
  readonly nesterov?: boolean;
  /** Added to the gradient; not for gains and shifts, which have one axis. */
  readonly weightDecay?: number;
}

/** Stochastic gradient descent with momentum, v ← μv + g, w ← w - ηv (Sutskever et al., 2013, in the form of PyTorch). */
export function sgd({ momentum = 0.9, nesterov = false, weightDecay = 0 }: SgdOptions = {}): Optimiser {
  return {
    name: 'sgd',
    init: (parameters) =>
      leavesOf(parameters).map(([, leaf]) => ({ velocity: zeros(weightsOf(leaf).shape) })),
    step(parameters, gradients, memory, { learningRate }) {
      const found = gradientLeavesOf(gradients);
      leavesOf(parameters).forEach(([, leaf], i) => {
        const weights = weightsOf(leaf);
        const { velocity } = memory[i] as { velocity: Tensor };
        const plain = dense((found[i] as (typeof found)[number])[1], weights);
        const gradient =
          weightDecay > 0 && weights.shape.length > 1 ? add(plain, mul(weightDecay, weights)) : plain;
        assign(velocity, add(mul(momentum, velocity), gradient));
        const direction = nesterov ? add(gradient, mul(momentum, velocity)) : velocity;
        assign(weights, sub(weights, mul(learningRate, direction)));
      });
    },
  };
}

/** Of a table's rows a tensor like the table: with momentum every row moves at every step. */
export function dense(gradient: Gradient, weights: Tensor): Tensor {
  return gradient instanceof SparseRows
    ? scatterAdd(gradient.values, gradient.rows, weights.shape[0] as number)
    : gradient;
}
