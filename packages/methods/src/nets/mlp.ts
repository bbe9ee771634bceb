import { random, relu, reshape, type Key, type Shape, type Tensor } from '@broadsheet/tensor';
import { initBatchNorm, normaliseBatch, type BatchNorm } from './batch-norm.ts';
import { initLinear, linear, type Linear } from './linear.ts';
import type { Net } from './net.ts';
import { inside } from './pass.ts';

export interface MlpOptions {
  /** Widths of the hidden layers, each followed by a ReLU. */
  readonly hidden: readonly number[];
  readonly gives: number;
  /** Batch norm before every ReLU. */
  readonly batchNorm?: boolean;
}

export type MlpParameters = readonly (
  { readonly linear: Linear } | { readonly linear: Linear; readonly norm: BatchNorm }
)[];

/** A multilayer perceptron: inputs [n, ...takes] are laid out flat; the last layer is linear. */
export function mlp(takes: Shape, { hidden, gives, batchNorm = false }: MlpOptions): Net<MlpParameters> {
  const length = takes.reduce((product, axis) => product * axis, 1);
  const widths = [length, ...hidden, gives];
  const layers = widths.length - 1;
  return {
    takes,
    gives,
    init(key: Key) {
      return random.split(key, layers).map((own, i) => {
        const last = i === layers - 1;
        const [from, to] = [widths[i], widths[i + 1]] as [number, number];
        const made = { linear: initLinear(own, from, to, last ? 1 : 2) };
        return batchNorm && !last ? { ...made, norm: initBatchNorm(to) } : made;
      });
    },
    run(parameters, inputs, pass): Tensor {
      let x = inputs.shape.length === 2 ? inputs : reshape(inputs, [inputs.shape[0] as number, length]);
      parameters.forEach((layer, i) => {
        x = linear(layer.linear, x);
        if ('norm' in layer) x = normaliseBatch(layer.norm, x, inside(pass, `layer${i}`));
        if (i < layers - 1) x = relu(x);
      });
      return x;
    },
  };
}
