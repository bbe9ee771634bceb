import * as T from '../../../index.ts';
import { numbers, whole } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

const wide = (x: number): number => x * 5;
const logits = (): T.Tensor => numbers([6, 9], { lies: 'transposed', map: wide });
/** Rows whose exponentials overflow, and places that are shut. */
const hard = (): T.Tensor => T.tensor([[1000, 999, 990], [-Infinity, 2, 1], [-1e30, 0, -1000]]); // prettier-ignore
const positive = (x: number): number => Math.abs(x) + 0.3;

export const losses: TorchCases = {
  softmax: { inputs: () => [logits()], f: (x) => T.softmax(x), order: 2 },
  'softmax: another axis': { inputs: () => [numbers([3, 4, 5])], f: (x) => T.softmax(x, 1), order: 2 },
  'softmax: of hard rows': { inputs: () => [hard()], f: (x) => T.softmax(x) },
  logSoftmax: { inputs: () => [logits()], f: (x) => T.logSoftmax(x), order: 2 },
  'logSoftmax: another axis': { inputs: () => [numbers([3, 4, 5])], f: (x) => T.logSoftmax(x, 0), order: 2 },
  'logSoftmax: of hard rows': { inputs: () => [hard()], f: (x) => T.logSoftmax(x) },
  logSumExp: { inputs: () => [logits()], f: (x) => T.logSumExp(x), order: 2 },
  'logSumExp: another axis': {
    inputs: () => [numbers([3, 4, 5])],
    f: (x) => T.logSumExp(x, 1, { keepDims: true }),
    order: 2,
  },
  'logSumExp: of hard rows': { inputs: () => [hard()], f: (x) => T.logSumExp(x) },
  softmaxCrossEntropy: {
    inputs: () => [logits(), whole([0, 3, 8, 5, 3, 1])],
    f: T.softmaxCrossEntropy,
    order: 2,
  },
  'softmaxCrossEntropy: without some labels': {
    inputs: () => [numbers([2, 3, 5]), whole([[0, -1, 3], [-1, 4, 2]])], // prettier-ignore
    f: T.softmaxCrossEntropy,
    order: 2,
  },
  'softmaxCrossEntropy: probabilities': {
    inputs: () => [logits(), numbers([6, 9], { map: positive, seed: 2 })],
    f: T.softmaxCrossEntropy,
    order: 2,
  },
  contrast: {
    inputs: () => [numbers([5, 8]), numbers([7, 8], { lies: 'flipped', seed: 2 }), whole([0, 6, 2, 2, 4])],
    f: (queries, keys, positives) => T.contrast(queries, keys, { positives, temperature: 0.7 }),
    order: 2,
  },
  'contrast: a temperature that learns': {
    inputs: () => [
      numbers([5, 8]),
      numbers([7, 8], { seed: 2 }),
      T.tensor([0.4]),
      whole([0, 6, 2, 2, 4]),
      whole([1, -1, 6, 0, -1]),
    ],
    f: (queries, keys, temperature, positives, leaveOut) =>
      T.contrast(queries, keys, { positives, leaveOut, temperature }),
    order: 2,
  },
  'contrast: a temperature for each row': {
    inputs: () => [
      numbers([5, 8]),
      numbers([7, 8], { seed: 2 }),
      numbers([5], { map: positive, seed: 3 }),
      whole([0, 6, 2, 2, 4]),
      whole([1, -1, 6, 0, -1]),
    ],
    f: (queries, keys, temperature, positives, leaveOut) =>
      T.contrast(queries, keys, { positives, leaveOut, temperature }),
    order: 2,
  },
  'contrast: NT-Xent of two views': {
    inputs: () => [numbers([8, 6]), whole([4, 5, 6, 7, 0, 1, 2, 3]), whole([0, 1, 2, 3, 4, 5, 6, 7])],
    f: (x, positives, leaveOut) => {
      const views = T.normalize(x);
      return T.contrast(views, views, { positives, leaveOut, temperature: 0.1 });
    },
    order: 2,
  },
};
