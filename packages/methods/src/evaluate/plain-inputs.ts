import { cast, mul, type Tensor } from '@broadsheet/tensor';

/** Inputs as a net takes them when nothing is varied: pixels (uint8) become 0 to 1, as in views; all else stays as it is. */
export function plainInputs(inputs: Tensor): Tensor {
  return inputs.dtype === 'uint8' ? mul(cast(inputs, 'float32'), 1 / 255) : inputs;
}
