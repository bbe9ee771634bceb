import * as T from '../../../index.ts';
import { numbers, whole } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

export const images: TorchCases = {
  sampleImages: {
    inputs: () => [
      numbers([2, 5, 6, 3], { lies: 'transposed' }),
      whole([1, 0, 1]),
      numbers([3, 6], { seed: 2 }),
    ],
    f: (x, indices, transforms) => T.sampleImages(x, indices, transforms, [4, 7]),
    order: 0,
  },
};
