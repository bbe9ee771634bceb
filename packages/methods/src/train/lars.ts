import {
  add,
  assign,
  div,
  gradientLeavesOf,
  leavesOf,
  mul,
  sqrt,
  square,
  sub,
  sum,
  where,
  greater,
  zeros,
  type Tensor,
} from '@broadsheet/tensor';
import { weightsOf } from './adam-w.ts';
import type { Optimiser } from './optimiser.ts';
import { dense } from './sgd.ts';

export interface LarsOptions {
  readonly momentum?: number;
  readonly weightDecay?: number;
  /** The paper's η: how far a layer goes in shares of its own length. */
  readonly trust?: number;
}

/**
 * LARS (You et al., 2017, algorithm 1): each layer's step is scaled by its own length over that of its gradient. Under the
 * fraction stands ‖g + βw‖, as SimCLR and Barlow Twins have it, where the paper has ‖g‖ + β‖w‖. Gains and shifts, which
 * have one axis, are neither scaled nor decayed, as in both.
 */
export function lars({ momentum = 0.9, weightDecay = 1e-6, trust = 1e-3 }: LarsOptions = {}): Optimiser {
  return {
    name: 'lars',
    init: (parameters) =>
      leavesOf(parameters).map(([, leaf]) => ({ velocity: zeros(weightsOf(leaf).shape) })),
    step(parameters, gradients, memory, { learningRate }) {
      const found = gradientLeavesOf(gradients);
      leavesOf(parameters).forEach(([, leaf], i) => {
        const weights = weightsOf(leaf);
        const { velocity } = memory[i] as { velocity: Tensor };
        let gradient = dense((found[i] as (typeof found)[number])[1], weights);
        if (weights.shape.length > 1) {
          gradient = add(gradient, mul(weightDecay, weights));
          gradient = mul(gradient, trustRatio(weights, gradient, trust));
        }
        assign(velocity, add(mul(momentum, velocity), mul(learningRate, gradient)));
        assign(weights, sub(weights, velocity));
      });
    },
  };
}

/** η·‖w‖ / ‖g + βw‖, 1 where either has no length. */
function trustRatio(weights: Tensor, gradient: Tensor, trust: number): Tensor {
  const length = (x: Tensor): Tensor => sqrt(sum(square(x)));
  const [w, g] = [length(weights), length(gradient)];
  const both = mul(greater(w, 0), greater(g, 0));
  return where(both, div(mul(trust, w), where(both, g, 1)), 1);
}
