import * as T from '../../../index.ts';
import { numbers, whole } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

const cube = (): T.Tensor[] => [numbers([3, 4, 5], { lies: 'transposed' })];

export const shapes: TorchCases = {
  broadcastTo: { inputs: () => [numbers([3, 1])], f: (x) => T.broadcastTo(x, [2, 3, 4]) },
  cast: {
    inputs: () => [T.tensor([-2.9, -1, -0.5, 0, 0.5, 1.7, 300.2])],
    f: (x) => T.cast(x, 'int32'),
    order: 0,
  },
  concat: {
    inputs: () => [
      numbers([2, 3, 4], { lies: 'transposed' }),
      numbers([2, 1, 4], { seed: 2 }),
      numbers([2, 0, 4]),
      numbers([2, 2, 4], { seed: 3, lies: 'flipped' }),
    ],
    f: (...parts) => T.concat(parts, 1),
  },
  copy: { inputs: cube, f: (x) => T.copy(x) },
  expandDims: { inputs: cube, f: (x) => T.expandDims(x, 0, -2) },
  flip: { inputs: cube, f: (x) => T.flip(x, 0, 2) },
  oneHot: { inputs: () => [whole([2, 0, 4, 1])], f: (x) => T.oneHot(x, 5), order: 0 },
  pad: {
    inputs: cube,
    f: (x) => T.pad(x, [[1, 0], [0, 2], [3, 1]]), // prettier-ignore
  },
  reshape: { inputs: cube, f: (x) => T.reshape(T.transpose(x), [2, -1, 3]) },
  slice: { inputs: cube, f: (x) => T.slice(x, [1], null, [0, Infinity, 2]), order: 2 },
  'slice: from the back': { inputs: cube, f: (x) => T.square(T.slice(x, null, [-3, -1])), order: 2 },
  split: {
    inputs: cube,
    f: (x) => {
      const [first, second] = T.split(x, [1, 3], 1) as [T.Tensor, T.Tensor];
      return [first, T.mul(first, second)];
    },
    order: 2,
  },
  squeeze: { inputs: () => [numbers([1, 3, 1, 2])], f: (x) => [T.squeeze(x), T.squeeze(x, 2)] },
  stack: {
    inputs: () => [numbers([3, 4]), numbers([3, 4], { lies: 'flipped', seed: 2 })],
    f: (...parts) => T.stack(parts, 1),
  },
  stopGradient: { inputs: cube, f: (x) => T.mul(x, T.stopGradient(T.exp(x))) },
  transpose: { inputs: cube, f: (x) => [T.transpose(x), T.transpose(x, [2, 0, 1])] },
};
