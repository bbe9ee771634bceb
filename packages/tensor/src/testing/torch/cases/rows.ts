import * as T from '../../../index.ts';
import { numbers, whole } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

const table = (): T.Tensor => numbers([6, 5], { lies: 'transposed' });
/** -1 fills short bags up; one is empty, and rows come more than once. */
const bags = (): T.Tensor => whole([[1, 3, 3, -1], [5, -1, 0, 1], [-1, -1, -1, -1], [2, 4, 3, 1]]); // prettier-ignore
const cube = (): T.Tensor => numbers([3, 4, 5], { lies: 'transposed' });
const ties = (): T.Tensor => numbers([4, 9], { map: (x) => Math.round(x) });

export const rows: TorchCases = {
  gather: {
    inputs: () => [numbers([6, 2, 3], { lies: 'flipped' }), whole([[0, 5, 2], [2, 2, 0]])], // prettier-ignore
    f: (x, indices) => T.square(T.gather(x, indices)),
    order: 2,
  },
  'gather: nothing for -1': { inputs: () => [table(), whole([4, -1, 0, 4])], f: T.gather },
  scatterAdd: {
    inputs: () => [table(), whole([2, 0, -1, 2, 7, 2])],
    f: (x, indices) => T.square(T.scatterAdd(x, indices, 8)),
    order: 2,
  },
  embeddingBag: { inputs: () => [table(), bags()], f: (x, indices) => T.embeddingBag(x, indices) },
  'embeddingBag: sum': {
    inputs: () => [table(), bags()],
    f: (x, indices) => T.embeddingBag(x, indices, { mode: 'sum' }),
  },
  takeAlong: {
    inputs: () => [cube(), whole([[[3, 0, 0, 1, 2], [1, 1, 2, 0, 3]], [[0, 1, 2, 3, 0], [2, 2, 2, 2, 2]], [[0, 0, 0, 0, 0], [0, 0, 1, 1, 0]]])], // prettier-ignore
    f: (x, indices) => T.square(T.takeAlong(x, indices, 1)),
    order: 2,
  },
  'takeAlong: nothing for -1': {
    inputs: () => [table(), whole([[0, -1], [4, 4], [3, 2], [-1, -1], [1, 0], [2, 2]])], // prettier-ignore
    f: (x, indices) => T.takeAlong(x, indices),
  },
  sort: {
    inputs: () => [cube()],
    f: (x) => {
      const { values, indices } = T.sort(x);
      return [T.square(values), indices];
    },
    order: 2,
  },
  'sort: downwards, with ties': {
    inputs: () => [ties()],
    f: (x) => {
      const { values, indices } = T.sort(x, { axis: 0, descending: true });
      return [values, indices];
    },
  },
  argSort: { inputs: () => [ties()], f: (x) => T.argSort(x), order: 0 },
  topK: {
    inputs: () => [cube()],
    f: (x) => {
      const { values, indices } = T.topK(x, 2, 1);
      return [values, indices];
    },
  },
};
