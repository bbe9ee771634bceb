import {
  adamStep,
  EmbeddingTable,
  gradientLeavesOf,
  leavesOf,
  zeros,
  type Leaf,
  type Moments,
  type Tensor,
} from '@broadsheet/tensor';
import type { Optimiser } from './optimiser.ts';

export interface AdamWOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Decoupled; not for gains and shifts, which have one axis. */
  readonly weightDecay?: number;
}

/** AdamW (Loshchilov and Hutter, 2019, algorithm 2); of embedding tables only the rows in use move. */
export function adamW(options: AdamWOptions = {}): Optimiser {
  const { weightDecay = 0, ...rest } = options;
  return {
    name: 'adamW',
    init: (parameters) =>
      leavesOf(parameters).map(([, leaf]) => ({
        mean: zeros(weightsOf(leaf).shape),
        square: zeros(weightsOf(leaf).shape),
      })),
    step(parameters, gradients, memory, size) {
      const found = gradientLeavesOf(gradients);
      leavesOf(parameters).forEach(([, leaf], i) => {
        const decay = weightsOf(leaf).shape.length > 1 ? weightDecay : 0;
        const [, gradient] = found[i] as (typeof found)[number];
        adamStep(leaf, gradient, memory[i] as unknown as Moments, { ...rest, ...size, weightDecay: decay });
      });
    },
  };
}

export function weightsOf(leaf: Leaf): Tensor {
  return leaf instanceof EmbeddingTable ? leaf.weights : leaf;
}
