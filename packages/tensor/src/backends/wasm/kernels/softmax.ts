import type { Tensor } from '../../../array/tensor.ts';
import { addressOf, divide, type WasmKernel } from './machine.ts';

/** An exponential costs about as much as this many additions. */
const exponential = 8;

function addresses(...lists: (readonly Tensor[])[]): number[] {
  return lists.flatMap((tensors) => tensors.map(addressOf));
}

export const softmax: WasmKernel<'softmax'> = (machine, inputs, outputs, { rows, length, logarithm }) => {
  const steps = rows * length * exponential;
  divide(machine, steps, 'softmax', rows, ...addresses(inputs, outputs), length, logarithm ? 1 : 0);
};

export const softmaxGradient: WasmKernel<'softmaxGradient'> = (machine, inputs, outputs, parameters) => {
  const { rows, length, logarithm } = parameters;
  const steps = rows * length * (logarithm ? exponential : 2);
  divide(machine, steps, 'softmaxGradient', rows, ...addresses(inputs, outputs), length, logarithm ? 1 : 0);
};

export const logSumExp: WasmKernel<'logSumExp'> = (machine, inputs, outputs, { rows, length }) => {
  divide(machine, rows * length * exponential, 'logSumExp', rows, ...addresses(inputs, outputs), length);
};

export const crossEntropy: WasmKernel<'crossEntropy'> = (machine, inputs, outputs, { rows, length }) => {
  divide(machine, rows * length * exponential, 'crossEntropy', rows, ...addresses(inputs, outputs), length);
};

export const crossEntropyGradient: WasmKernel<'crossEntropyGradient'> = (
  machine,
  inputs,
  outputs,
  parameters,
) => {
  const { rows, length } = parameters;
  const steps = rows * length * exponential;
  divide(machine, steps, 'crossEntropyGradient', rows, ...addresses(inputs, outputs), length);
};

export const contrast: WasmKernel<'contrast'> = (machine, inputs, outputs, { rows, columns }) => {
  const [similarity, positives, leftOut, inverse] = addresses(inputs) as [number, number, number, number];
  const step = inputs[3]?.size === 1 ? 0 : 1;
  divide(
    machine,
    rows * columns * exponential,
    'contrast',
    rows,
    similarity,
    positives,
    leftOut,
    inverse,
    step,
    ...addresses(outputs),
    columns,
  );
};

export const contrastGradient: WasmKernel<'contrastGradient'> = (
  machine,
  inputs,
  outputs,
  { rows, columns },
) => {
  const [similarity, positives, leftOut, inverse, ...rest] = addresses(inputs) as [
    number,
    number,
    number,
    number,
  ];
  const step = inputs[3]?.size === 1 ? 0 : 1;
  divide(
    machine,
    rows * columns * exponential,
    'contrastGradient',
    rows,
    similarity,
    positives,
    leftOut,
    inverse,
    step,
    ...rest,
    ...addresses(outputs),
    columns,
  );
};
