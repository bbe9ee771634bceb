import * as T from '../../../index.ts';
import { numbers } from '../numbers.ts';
import type { TorchCase, TorchCases } from '../torch-case.ts';

const images = (c: number, lies?: 'transposed' | 'flipped'): T.Tensor =>
  numbers([2, 7, 6, c], lies === undefined ? {} : { lies });

function convolved(
  [c, o]: readonly [number, number],
  [r, s]: readonly [number, number],
  options: T.WindowOptions,
  more: Partial<TorchCase> = {},
): TorchCase {
  const inputs = (): T.Tensor[] => [images(c), numbers([r, s, c, o], { seed: 2 })];
  return { inputs, f: (x, filters) => T.conv2d(x, filters, options), ...more };
}

function perChannel(
  c: number,
  [r, s]: readonly [number, number],
  options: T.WindowOptions,
  more: Partial<TorchCase> = {},
): TorchCase {
  const inputs = (): T.Tensor[] => [images(c), numbers([r, s, c], { seed: 2 })];
  return { inputs, f: (x, filters) => T.depthwiseConv2d(x, filters, options), ...more };
}

export const convolutions: TorchCases = {
  conv2d: convolved([3, 5], [3, 3], {}, { order: 2 }),
  'conv2d: same': convolved([4, 3], [3, 3], { padding: 'same' }),
  'conv2d: same, even filters': convolved([2, 3], [2, 4], { padding: 'same' }),
  'conv2d: same, stride 2': convolved([3, 4], [3, 3], { padding: 'same', stride: 2 }, { order: 2 }),
  'conv2d: stride 3 and 2, uneven padding': convolved([1, 9], [2, 3], {
    stride: [3, 2],
    padding: [[2, 0], [1, 3]], // prettier-ignore
  }),
  'conv2d: stride longer than the filters': convolved([5, 2], [1, 1], { stride: 2 }),
  'conv2d: padding all around': convolved([3, 8], [5, 3], { padding: 2 }),
  'conv2d: as large as the image': convolved([3, 2], [7, 6], {}),
  'conv2d: not dense': {
    inputs: () => [images(3, 'transposed'), numbers([3, 3, 3, 4], { lies: 'flipped', seed: 2 })],
    f: (x, filters) => T.conv2d(x, filters, { padding: 1 }),
    order: 2,
  },
  // Large enough for Winograd's tiles both ways; images are made of one, so that the golden file stays small.
  'conv2d: by tiles': {
    inputs: () => [
      numbers([1, 7, 9, 13]),
      numbers([3, 3, 13, 12], { seed: 2 }),
      numbers([32, 1, 1, 1], { seed: 3 }),
      numbers([32, 1, 1, 1], { seed: 4 }),
    ],
    f: (x, filters, before, after) => {
      const y = T.conv2d(T.mul(x, before), filters, { padding: 'same' });
      return T.sum(T.mul(y, after), 0);
    },
  },
  depthwiseConv2d: perChannel(5, [3, 3], {}, { order: 2 }),
  'depthwiseConv2d: same, stride 2': perChannel(4, [3, 3], { padding: 'same', stride: 2 }),
  'depthwiseConv2d: many channels, uneven padding': perChannel(19, [2, 3], {
    stride: [1, 2],
    padding: [[0, 1], [2, 1]], // prettier-ignore
  }),
  'depthwiseConv2d: not dense': {
    inputs: () => [images(3, 'flipped'), numbers([3, 3, 3], { lies: 'transposed', seed: 2 })],
    f: (x, filters) => T.depthwiseConv2d(x, filters, { padding: 1 }),
    order: 2,
  },
};
