import type { Tensor } from '../../../array/tensor.ts';
import { addressOf, borrow, divide, type WasmKernel } from './machine.ts';

type Four = [number, number, number, number];

function addresses(tensors: readonly Tensor[]): number[] {
  return tensors.map(addressOf);
}

export const layerNorm: WasmKernel<'layerNorm'> = (machine, inputs, outputs, { rows, length, epsilon }) => {
  const numbers = [...addresses(inputs), ...addresses(outputs), length, epsilon];
  divide(machine, rows * length * 3, 'layerNorm', rows, ...numbers);
};

export const layerNormGradient: WasmKernel<'layerNormGradient'> = (
  machine,
  inputs,
  outputs,
  { rows, length },
) => {
  const [x, gain, mean, inverse, g] = addresses(inputs) as [...Four, number];
  const [dx, dGain, dShift] = addresses(outputs) as [number, number, number];
  const steps = rows * length * 3;
  divide(machine, steps, 'layerNormInputGradient', rows, x, gain, mean, inverse, g, dx, length);
  const blocks = Math.ceil(length / 16);
  divide(machine, steps, 'layerNormScaleGradient', blocks, x, mean, inverse, g, dGain, dShift, rows, length);
};

/** Rows that are summed before they go into the whole, as in kernels/normalise.ts. */
const stripe = 256;

export const batchNorm: WasmKernel<'batchNorm'> = (machine, inputs, outputs, { rows, channels, epsilon }) => {
  const [x, gain, shift] = addresses(inputs) as [number, number, number];
  const [y, mean, variance] = addresses(outputs) as [number, number, number];
  const stripes = Math.ceil(rows / stripe);
  const steps = rows * channels;
  borrow(machine, stripes * 2 * channels * 4, (partial) => {
    // Around the first row rather than around 0, so that a large mean does not drown the variance.
    divide(machine, steps, 'channelSums', stripes, x, x, x, x, partial, rows, channels);
    machine.threads.alone('batchMoments', 1, x, partial, mean, variance, rows, channels);
  });
  divide(machine, steps, 'batchNorm', rows, x, mean, variance, gain, shift, y, channels, epsilon);
};

export const batchNormGradient: WasmKernel<'batchNormGradient'> = (machine, inputs, outputs, parameters) => {
  const { rows, channels, epsilon } = parameters;
  const [x, gain, mean, variance, g] = addresses(inputs) as [...Four, number];
  const [dx, dGain, dShift] = addresses(outputs) as [number, number, number];
  const stripes = Math.ceil(rows / stripe);
  const steps = rows * channels;
  borrow(machine, (stripes * 2 + 3) * channels * 4, (partial) => {
    const factors = partial + stripes * 2 * channels * 4;
    divide(machine, steps, 'channelSums', stripes, g, x, 0, mean, partial, rows, channels);
    machine.threads.alone(
      'batchGradientFactors',
      1,
      partial,
      gain,
      variance,
      dGain,
      dShift,
      factors,
      rows,
      channels,
      epsilon,
    );
    divide(machine, steps, 'batchNormInputGradient', rows, x, mean, g, factors, dx, channels);
  });
};

export const normalize: WasmKernel<'normalize'> = (machine, inputs, outputs, { rows, length, epsilon }) => {
  const numbers = [...addresses(inputs), ...addresses(outputs), length, epsilon];
  divide(machine, rows * length * 2, 'normalize', rows, ...numbers);
};

export const normalizeGradient: WasmKernel<'normalizeGradient'> = (machine, inputs, outputs, parameters) => {
  const { rows, length, epsilon } = parameters;
  const numbers = [...addresses(inputs), ...addresses(outputs), length, epsilon];
  divide(machine, rows * length * 2, 'normalizeGradient', rows, ...numbers);
};
