import * as T from '../../../index.ts';
import { numbers } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

export const products: TorchCases = {
  dot: {
    inputs: () => [numbers([3, 7]), numbers([3, 7], { lies: 'flipped', seed: 2 })],
    f: T.dot,
    order: 2,
  },
  matmul: { inputs: () => [numbers([13, 11]), numbers([11, 19], { seed: 2 })], f: T.matmul, order: 2 },
  'matmul: transposed': {
    inputs: () => [
      numbers([9, 6], { lies: 'transposed' }),
      numbers([6, 10], { lies: 'transposed', seed: 2 }),
    ],
    f: T.matmul,
  },
  'matmul: backwards and repeated': {
    inputs: () => [numbers([7, 5], { lies: 'repeated' }), numbers([5, 9], { lies: 'flipped', seed: 2 })],
    f: T.matmul,
  },
  'matmul: long': { inputs: () => [numbers([2, 700]), numbers([700, 3], { seed: 2 })], f: T.matmul },
  'matmul: one row': { inputs: () => [numbers([1, 9]), numbers([9, 70], { seed: 2 })], f: T.matmul },
  'matmul: one column': { inputs: () => [numbers([70, 9]), numbers([9, 1], { seed: 2 })], f: T.matmul },
  'matmul: a batch': {
    inputs: () => [numbers([3, 4, 5]), numbers([3, 5, 6], { seed: 2, lies: 'transposed' })],
    f: T.matmul,
    order: 2,
  },
  'matmul: a batch times one matrix': {
    inputs: () => [numbers([2, 3, 4, 5]), numbers([5, 6], { seed: 2 })],
    f: T.matmul,
    order: 2,
  },
  'matmul: one matrix times a batch': {
    inputs: () => [numbers([4, 5]), numbers([2, 3, 5, 6], { seed: 2 })],
    f: T.matmul,
    order: 2,
  },
  'matmul: batches that spread': {
    inputs: () => [
      numbers([2, 1, 4, 5], { lies: 'transposed' }),
      numbers([3, 5, 2], { seed: 2, lies: 'repeated' }),
    ],
    f: T.matmul,
    order: 2,
  },
  'matmul: heads': {
    inputs: () => [
      numbers([3, 5, 2, 4], { lies: 'transposed' }),
      numbers([3, 5, 4, 6], { seed: 2, lies: 'transposed' }),
    ],
    f: T.matmul,
    order: 2,
  },
  linear: {
    inputs: () => [numbers([3, 13, 11]), numbers([11, 19], { seed: 2 }), numbers([19], { seed: 3 })],
    f: T.linear,
    order: 2,
  },
  'linear: long': {
    inputs: () => [
      numbers([4, 700]),
      numbers([700, 9], { seed: 2, lies: 'transposed' }),
      numbers([9], { seed: 3 }),
    ],
    f: T.linear,
  },
  'matmul: sums of nothing': { inputs: () => [numbers([2, 3, 0]), numbers([0, 4])], f: T.matmul },
};
