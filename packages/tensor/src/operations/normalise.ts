import { sameShape, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { add, div, maximum, mul, sub } from './arithmetic.ts';
import { call, empty, expectDtype } from './call.ts';
import { rsqrt, sqrt, square } from './functions.ts';
import { mean, variance } from './reduce.ts';
import { inOrder } from './shape.ts';
import { sum } from './sum.ts';

/** Rows and their length, where the last axis is a row. */
function rowsOf(x: Tensor): { rows: number; length: number } {
  const length = x.shape.at(-1) ?? 1;
  return { rows: length === 0 ? 0 : x.size / length, length };
}

function expectPerChannel(operation: string, x: Tensor, ...parameters: readonly Tensor[]): void {
  expectDtype(operation, x, 'float32');
  const wanted = x.shape.slice(-1);
  for (const parameter of parameters)
    if (!sameShape(parameter.shape, wanted))
      throw new ShapeError(
        `${operation}: gain and shift of ${show(x.shape)} must have shape ${show(wanted)}, not ${show(parameter.shape)}.`,
      );
}

/**
 * y = (x - mean) / √(variance + ε) · gain + shift over the last axis (Ba et al., 2016, equation 3): x [..., n], gain and
 * shift [n]. The variance is divided by n. Gradients to all three.
 */
export function layerNorm(x: Tensor, gain: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  expectPerChannel('layerNorm', x, gain, shift);
  const { backend } = x.storage;
  const shape = rowsOf(x);
  const kept = x.shape.slice(0, -1);
  const [ordered, gains] = [inOrder(x), inOrder(gain)];
  const [average, inverse] = [empty(kept, 'float32', backend), empty(kept, 'float32', backend)];
  const outputs = [empty(x.shape, 'float32', backend), average, inverse];
  const y = call('layerNorm', [ordered, gains, inOrder(shift)], outputs, { ...shape, epsilon });
  const backward = (gradient: Tensor): Tensor[] => {
    const results = [x, gain, shift].map((input) => empty(input.shape, 'float32', backend));
    call('layerNormGradient', [ordered, gains, average, inverse, inOrder(gradient)], results, shape);
    return results;
  };
  const composed = (a: Tensor, b: Tensor, c: Tensor): Tensor => {
    const centred = sub(a, mean(a, -1, { keepDims: true }));
    const spread = rsqrt(add(variance(a, -1, { keepDims: true }), epsilon));
    return add(mul(mul(centred, spread), b), c);
  };
  return record('layerNorm', [x, gain, shift], y, backward, composed);
}

export interface BatchNormed {
  readonly y: Tensor;
  /** [channels]: the batch's mean, for a running estimate. No gradient flows through it. */
  readonly mean: Tensor;
  /** [channels]: the batch's variance, divided by n. No gradient flows through it. */
  readonly variance: Tensor;
}

/**
 * y = (x - mean) / √(variance + ε) · gain + shift for each channel, the last axis, over all others (Ioffe and Szegedy,
 * 2015, algorithm 1): x [..., channels], gain and shift [channels]. Gradients to all three.
 * @throws ShapeError of an empty batch.
 */
export function batchNorm(x: Tensor, gain: Tensor, shift: Tensor, epsilon = 1e-5): BatchNormed {
  expectPerChannel('batchNorm', x, gain, shift);
  if (x.size === 0) throw new ShapeError(`batchNorm: ${show(x.shape)} holds nothing to take a mean of.`);
  const { backend } = x.storage;
  const { rows, length: channels } = rowsOf(x);
  const shape = { rows, channels, epsilon };
  const [ordered, gains] = [inOrder(x), inOrder(gain)];
  const [average, spread] = [empty([channels], 'float32', backend), empty([channels], 'float32', backend)];
  const outputs = [empty(x.shape, 'float32', backend), average, spread];
  const y = call('batchNorm', [ordered, gains, inOrder(shift)], outputs, shape);
  const backward = (gradient: Tensor): Tensor[] => {
    const results = [x, gain, shift].map((input) => empty(input.shape, 'float32', backend));
    call('batchNormGradient', [ordered, gains, average, spread, inOrder(gradient)], results, shape);
    return results;
  };
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const composed = (a: Tensor, b: Tensor, c: Tensor): Tensor => {
    const centred = sub(a, mean(a, axes, { keepDims: true }));
    return add(mul(mul(centred, rsqrt(add(variance(a, axes, { keepDims: true }), epsilon))), b), c);
  };
  return { y: record('batchNorm', [x, gain, shift], y, backward, composed), mean: average, variance: spread };
}

/**
 * Each row of the last axis divided by its Euclidean length, or by ε where that is less.
 * Gradient: (g - y·Σ g·y) / length.
 */
export function normalize(x: Tensor, epsilon = 1e-12): Tensor {
  expectDtype('normalize', x, 'float32');
  const { backend } = x.storage;
  const shape = { ...rowsOf(x), epsilon };
  const inverse = empty(x.shape.slice(0, -1), 'float32', backend);
  const y = call('normalize', [inOrder(x)], [empty(x.shape, 'float32', backend), inverse], shape);
  const backward = (gradient: Tensor): Tensor[] => [
    call('normalizeGradient', [y, inverse, inOrder(gradient)], [empty(x.shape, 'float32', backend)], shape),
  ];
  const composed = (a: Tensor): Tensor =>
    div(a, maximum(sqrt(sum(square(a), -1, { keepDims: true })), epsilon));
  return record('normalize', [x], y, backward, composed);
}
