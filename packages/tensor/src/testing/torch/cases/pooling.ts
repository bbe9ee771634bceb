import * as T from '../../../index.ts';
import { numbers } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

const images = (): T.Tensor[] => [numbers([2, 7, 6, 5], { lies: 'transposed' })];

export const pooling: TorchCases = {
  maxPool2d: { inputs: images, f: (x) => T.maxPool2d(x, { size: 2 }) },
  'maxPool2d: same, windows overlap': {
    inputs: images,
    f: (x) => T.square(T.maxPool2d(x, { size: 3, stride: 2, padding: 'same' })),
    order: 2,
  },
  'maxPool2d: ties': {
    inputs: () => [numbers([1, 5, 5, 3], { map: (x) => Math.round(x) })],
    f: (x) => T.maxPool2d(x, { size: [2, 3], stride: 1 }),
  },
  averagePool2d: { inputs: images, f: (x) => T.averagePool2d(x, { size: [3, 2] }) },
  'averagePool2d: same, windows overlap': {
    inputs: images,
    f: (x) => T.square(T.averagePool2d(x, { size: 3, stride: 2, padding: 'same' })),
    order: 2,
  },
};
