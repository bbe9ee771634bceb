import { random, relu, reshape, ShapeError, type Key, type Shape, type Tensor } from '@broadsheet/tensor';
import { initBatchNorm, normaliseBatch, type BatchNorm } from './batch-norm.ts';
import { initLinear, linear, type Linear } from './linear.ts';
import type { Net } from './net.ts';
import { inside, type Pass } from './pass.ts';

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

export interface Mlp extends Net<MlpParameters> {
  /** What each layer makes, after its ReLU where it has one: the last is what `run` gives. */
  layers(parameters: MlpParameters, inputs: Tensor, pass: Pass): Tensor[];
}

/** A multilayer perceptron: inputs [n, ...takes] are laid out flat; the last layer is linear. */
export function mlp(takes: Shape, { hidden, gives, batchNorm = false }: MlpOptions): Mlp {
  const length = takes.reduce((product, axis) => product * axis, 1);
  const widths = [length, ...hidden, gives];
  const count = widths.length - 1;
  const layers = (parameters: MlpParameters, inputs: Tensor, pass: Pass): Tensor[] => {
    const n = inputs.shape[0] ?? 0;
    if (inputs.size !== n * length)
      throw new ShapeError(`mlp: inputs are [n, ${takes.join(', ')}], not [${inputs.shape.join(', ')}].`);
    let x = inputs.shape.length === 2 ? inputs : reshape(inputs, [n, length]);
    return parameters.map((layer, i) => {
      x = linear(layer.linear, x);
      if ('norm' in layer) x = normaliseBatch(layer.norm, x, inside(pass, `layer${i}`));
      if (i < count - 1) x = relu(x);
      return x;
    });
  };
  return {
    takes,
    gives,
    init(key: Key) {
      return random.split(key, count).map((own, i) => {
        const last = i === count - 1;
        const [from, to] = [widths[i], widths[i + 1]] as [number, number];
        const made = { linear: initLinear(own, from, to, last ? 1 : 2) };
        return batchNorm && !last ? { ...made, norm: initBatchNorm(to) } : made;
      });
    },
    run: (parameters, inputs, pass) => layers(parameters, inputs, pass).at(-1) as Tensor,
    layers,
  };
}
