import type { Tensor } from '../../../array/tensor.ts';
import type { AdamParameters } from '../../kernels.ts';
import { addressOf, at, divide, type WasmKernel } from './machine.ts';

/** The factors that are the same for every element of a step. */
function factors({ learningRate, beta1, beta2, epsilon, weightDecay, step }: AdamParameters): number[] {
  const rate = learningRate / (1 - beta1 ** step);
  const unbias = 1 / Math.sqrt(1 - beta2 ** step);
  return [rate, unbias, 1 - learningRate * weightDecay, beta1, beta2, epsilon];
}

function changed(...tensors: readonly Tensor[]): void {
  for (const tensor of tensors) tensor.storage.version += 1;
}

export const adam: WasmKernel<'adam'> = (machine, inputs, outputs, parameters) => {
  const parameter = at(inputs, 0);
  const numbers = [...inputs.map(addressOf), ...factors(parameters)];
  divide(machine, parameter.size * 4, 'adam', parameter.size, ...numbers);
  changed(...outputs);
};

export const sparseAdam: WasmKernel<'sparseAdam'> = (machine, inputs, outputs, parameters) => {
  const [table, rows] = [at(inputs, 0), at(inputs, 1)];
  const width = table.shape[1] as number;
  const numbers = [...inputs.map(addressOf), width, ...factors(parameters)];
  divide(machine, rows.size * width * 4, 'sparseAdam', rows.size, ...numbers);
  changed(...outputs);
};

export const sparseAdagrad: WasmKernel<'sparseAdagrad'> = (machine, inputs, outputs, parameters) => {
  const [table, rows] = [at(inputs, 0), at(inputs, 1)];
  const width = table.shape[1] as number;
  const numbers = [...inputs.map(addressOf), width, parameters.learningRate, parameters.epsilon];
  divide(machine, rows.size * width * 4, 'sparseAdagrad', rows.size, ...numbers);
  changed(...outputs);
};
