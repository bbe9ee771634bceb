import * as T from '../../../index.ts';
import { numbers } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

const apart = (x: number): number => x + Math.sign(x) * 0.3;
const coarse = (x: number): number => Math.round(x);
/** Numbers of which many stand in both of two tensors. */
const ties = (): T.Tensor[] => [numbers([4, 6], { map: coarse }), numbers([6], { map: coarse, seed: 2 })];

export const arithmetic: TorchCases = {
  add: { inputs: () => [numbers([2, 3, 4]), numbers([3, 1], { seed: 2 })], f: T.add, order: 2 },
  'add: a number': { inputs: () => [numbers([5])], f: (x) => T.add(1.5, x) },
  'add: five axes': {
    inputs: () => [numbers([2, 1, 3, 1, 2]), numbers([1, 2, 1, 3, 1], { seed: 2 })],
    f: T.add,
  },
  'add: not dense': {
    inputs: () => [
      numbers([3, 4, 5], { lies: 'transposed' }),
      numbers([3, 4, 5], { lies: 'flipped', seed: 2 }),
    ],
    f: T.add,
  },
  'add: nothing': { inputs: () => [numbers([0, 3]), numbers([1, 3])], f: T.add },
  sub: { inputs: () => [numbers([4, 1]), numbers([2, 1, 5], { seed: 2 })], f: T.sub, order: 2 },
  mul: { inputs: () => [numbers([2, 3, 4]), numbers([4], { seed: 2 })], f: T.mul, order: 2 },
  'mul: not dense': {
    inputs: () => [numbers([3, 4, 5], { lies: 'sliced' }), numbers([3, 4, 5], { lies: 'repeated', seed: 2 })],
    f: T.mul,
    order: 2,
  },
  'mul: six axes': {
    inputs: () => [
      numbers([2, 1, 2, 1, 2, 3], { lies: 'transposed' }),
      numbers([1, 2, 1, 2, 2, 1], { lies: 'flipped', seed: 2 }),
    ],
    f: T.mul,
    order: 2,
  },
  'mul: of itself': { inputs: () => [numbers([7])], f: (x) => T.mul(x, x), order: 2 },
  div: {
    inputs: () => [numbers([3, 5]), numbers([3, 1], { map: apart, seed: 2 })],
    f: T.div,
    order: 2,
  },
  'div: not dense': {
    inputs: () => [numbers([5], { lies: 'flipped' }), numbers([4, 5], { lies: 'transposed', map: apart })],
    f: T.div,
    order: 2,
  },
  'div: of tiny and huge numbers': {
    inputs: () => [T.tensor([1, 1e-25, 1e25, 3e-30, -1e30]), T.tensor([1e-25, 1e-25, 1e25, 1e-10, -1e15])],
    f: T.div,
    floor: 1e-35,
  },
  neg: { inputs: () => [numbers([3, 5], { lies: 'transposed' })], f: T.neg, order: 2 },
  maximum: {
    inputs: () => [numbers([3, 5]), numbers([5], { seed: 2, map: (x) => x + 0.01 })],
    f: T.maximum,
    order: 2,
  },
  'maximum: ties': { inputs: ties, f: T.maximum, order: 2 },
  minimum: {
    inputs: () => [numbers([3, 5]), numbers([3, 1], { seed: 2, map: (x) => x + 0.01 })],
    f: T.minimum,
    order: 2,
  },
  'minimum: ties': { inputs: ties, f: T.minimum, order: 2 },
  clip: { inputs: () => [numbers([4, 8], { lies: 'sliced' })], f: (x) => T.clip(x, -0.7, 1.1), order: 2 },
  'clip: on the bounds': { inputs: () => [numbers([24], { map: coarse })], f: (x) => T.clip(x, -1, 1) },
  equal: { inputs: ties, f: T.equal, order: 0 },
  less: { inputs: ties, f: T.less, order: 0 },
  lessEqual: { inputs: ties, f: T.lessEqual, order: 0 },
  greater: { inputs: ties, f: T.greater, order: 0 },
  greaterEqual: { inputs: ties, f: T.greaterEqual, order: 0 },
  where: {
    inputs: () => [
      numbers([3, 1, 4], { map: coarse }),
      numbers([2, 4], { lies: 'transposed' }),
      numbers([1], { seed: 3 }),
    ],
    f: (c, a, b) => T.where(T.stopGradient(c), a, b),
    order: 2,
  },
};
