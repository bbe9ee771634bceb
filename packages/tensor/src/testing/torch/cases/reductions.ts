import * as T from '../../../index.ts';
import { numbers } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

/** Their sum is not 0, nor near it. */
const cube = (): T.Tensor[] => [numbers([3, 4, 5], { lies: 'transposed', map: (x) => x + 0.5 })];
const ties = (): T.Tensor[] => [numbers([5, 8], { map: (x) => Math.round(x) })];

export const reductions: TorchCases = {
  sum: { inputs: cube, f: (x) => T.sum(x) },
  'sum: of an axis': { inputs: cube, f: (x) => T.sum(x, 1) },
  'sum: of axes apart': { inputs: cube, f: (x) => T.sum(x, [0, -1], { keepDims: true }) },
  'sum: of many': { inputs: () => [numbers([3, 1000])], f: (x) => T.sum(x, -1) },
  'sum: of what is repeated': {
    inputs: () => [numbers([6, 5], { lies: 'repeated' })],
    f: (x) => T.sum(x, 0),
  },
  'sum: of nothing': { inputs: () => [numbers([2, 0, 3])], f: (x) => T.sum(x, 1) },
  mean: { inputs: cube, f: (x) => T.mean(x) },
  'mean: of axes': { inputs: cube, f: (x) => T.mean(x, [1, 2]) },
  variance: { inputs: cube, f: (x) => T.variance(x, 1), order: 2 },
  'variance: of a sample': {
    inputs: () => [numbers([4, 6], { lies: 'flipped', map: (x) => x + 30 })],
    f: (x) => T.variance(x, undefined, { correction: 1 }),
    order: 2,
    tolerance: 1e-4,
  },
  max: { inputs: cube, f: (x) => T.max(x, 1), order: 2 },
  'max: of all': { inputs: cube, f: (x) => T.max(x) },
  'max: ties': { inputs: ties, f: (x) => T.max(x, -1, { keepDims: true }) },
  'max: of NaN': {
    inputs: () => [T.tensor([[1, NaN, 2], [3, Infinity, 4], [-Infinity, -Infinity, -Infinity]])], // prettier-ignore
    f: (x) => T.max(x, 1),
    order: 0,
  },
  min: { inputs: cube, f: (x) => T.min(x, [0, 2]), order: 2 },
  'min: ties': { inputs: ties, f: (x) => T.min(x, 0) },
  argMax: { inputs: cube, f: (x) => T.argMax(x, 0), order: 0 },
  'argMax: ties': { inputs: ties, f: (x) => T.argMax(x), order: 0 },
  argMin: { inputs: cube, f: (x) => T.argMin(x, 1), order: 0 },
  'argMin: ties': { inputs: ties, f: (x) => T.argMin(x), order: 0 },
  cumsum: { inputs: cube, f: (x) => T.cumsum(x) },
  'cumsum: of the first axis': { inputs: cube, f: (x) => T.cumsum(x, 0) },
  'cumsum: backwards': { inputs: cube, f: (x) => T.cumsum(x, 1, { reverse: true }) },
};
