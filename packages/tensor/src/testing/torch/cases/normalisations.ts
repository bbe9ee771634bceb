import * as T from '../../../index.ts';
import { numbers } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

const scales = (n: number): T.Tensor[] => [
  numbers([n], { seed: 2, map: (x) => x + 1 }),
  numbers([n], { seed: 3, lies: 'flipped' }),
];
/** Numbers whose mean is far greater than what they differ by. */
const shifted = (x: number): number => x + 50;

export const normalisations: TorchCases = {
  layerNorm: {
    inputs: () => [numbers([3, 4, 10], { lies: 'transposed' }), ...scales(10)],
    f: (x, gain, shift) => T.layerNorm(x, gain, shift),
    order: 2,
  },
  'layerNorm: a large mean, another epsilon': {
    inputs: () => [numbers([5, 33], { map: shifted }), ...scales(33)],
    f: (x, gain, shift) => T.layerNorm(x, gain, shift, 0.1),
    tolerance: 1e-4,
  },
  batchNorm: {
    inputs: () => [numbers([3, 4, 10], { lies: 'transposed' }), ...scales(10)],
    f: (x, gain, shift) => {
      const { y, mean, variance } = T.batchNorm(x, gain, shift);
      return [y, mean, variance];
    },
    order: 2,
  },
  'batchNorm: a large mean, another epsilon': {
    inputs: () => [numbers([2, 4, 5, 7], { map: shifted }), ...scales(7)],
    f: (x, gain, shift) => {
      const { y, mean, variance } = T.batchNorm(x, gain, shift, 0.1);
      return [y, mean, variance];
    },
    tolerance: 1e-4,
  },
  normalize: { inputs: () => [numbers([3, 4, 9], { lies: 'flipped' })], f: (x) => T.normalize(x), order: 2 },
  'normalize: rows that are too short': {
    inputs: () => [T.tensor([[0, 0, 0], [1e-3, -2e-3, 0], [0.3, 0, 0.4], [30, 1, -4]])], // prettier-ignore
    f: (x) => T.normalize(x, 0.1),
  },
};
