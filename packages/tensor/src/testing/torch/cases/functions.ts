import * as T from '../../../index.ts';
import { numbers, type Numbers } from '../numbers.ts';
import type { TorchCase, TorchCases } from '../torch-case.ts';

type Function = (x: T.Tensor) => T.Tensor;
type Map = NonNullable<Numbers['map']>;

/** From -Infinity to Infinity, with zeros of both signs, ends of ranges and NaN. */
const extremes = [
  ...[-Infinity, -1e30, -1000, -100, -88, -30, -10, -4, -1, -1e-3, -1e-8, -1e-20, -0],
  ...[0, 1e-20, 1e-8, 1e-3, 1, 4, 10, 30, 88, 100, 1000, 1e30, Infinity, NaN],
];

function everywhere(f: Function, among: readonly number[] = extremes): TorchCase {
  return { inputs: () => [T.tensor(among)], f, floor: 0.1 };
}

/** 120 numbers between -2 and 2, mapped, of a view that is not dense. */
function over(f: Function, map: Map, more: Partial<TorchCase> = {}): TorchCase {
  return { inputs: () => [numbers([12, 10], { lies: 'transposed', map })], f, order: 2, floor: 0.1, ...more };
}

/** For functions whose small results are as exact as large ones. */
const exact = { floor: 1e-6 };

const wide: Map = (x) => x * 4;
const positive: Map = (x) => x * x * 8 + 0.01;
const notNegative = extremes.filter((x) => !(x < 0) && !Object.is(x, -0));
/** PyTorch takes the sign of NaN for 0, and the slope of relu there for 1; ours is NaN, and 0. */
const numbersAlone = extremes.filter((x) => !Number.isNaN(x));
/** What float32 can tell apart in radians. */
const angles = extremes.filter((x) => !(Math.abs(x) > 1000) || Number.isNaN(x));

export const functions: TorchCases = {
  abs: over(T.abs, wide, exact),
  'abs: everywhere': everywhere(T.abs, numbersAlone),
  cos: over(T.cos, (x) => x * 8),
  'cos: everywhere': everywhere(T.cos, angles),
  erf: over(T.erf, (x) => x * 2),
  'erf: everywhere': everywhere(T.erf),
  exp: over(T.exp, wide, exact),
  'exp: everywhere': everywhere(T.exp),
  floor: over(T.floor, wide),
  'floor: everywhere': everywhere(T.floor),
  // Its 1 + erf cancels below 0.
  gelu: over(T.gelu, wide, { tolerance: 1e-4 }),
  'gelu: everywhere': everywhere(T.gelu),
  log: over(T.log, positive),
  'log: everywhere': everywhere(T.log),
  reciprocal: over(T.reciprocal, (x) => x + Math.sign(x) * 0.1, exact),
  'reciprocal: everywhere': everywhere(T.reciprocal),
  relu: over(T.relu, wide),
  'relu: everywhere': everywhere(T.relu, numbersAlone),
  rsqrt: over(T.rsqrt, positive, exact),
  'rsqrt: everywhere': everywhere(T.rsqrt),
  sigmoid: over(T.sigmoid, wide),
  'sigmoid: everywhere': everywhere(T.sigmoid),
  sign: over(T.sign, wide),
  'sign: everywhere': everywhere(T.sign, numbersAlone),
  silu: over(T.silu, wide, { tolerance: 1e-4 }),
  'silu: everywhere': everywhere(T.silu),
  sin: over(T.sin, (x) => x * 8),
  'sin: everywhere': everywhere(T.sin, angles),
  softplus: over(T.softplus, wide),
  'softplus: everywhere': everywhere(T.softplus),
  sqrt: over(T.sqrt, positive, exact),
  'sqrt: everywhere': everywhere(T.sqrt),
  square: over(T.square, wide, exact),
  'square: everywhere': everywhere(T.square),
  // Its slope, 1 - y², cancels where y nears 1.
  tanh: over(T.tanh, wide, { tolerance: 1e-4 }),
  'tanh: everywhere': everywhere(T.tanh),
  pow: {
    inputs: () => [numbers([6, 5], { map: positive }), numbers([5], { seed: 2 })],
    f: T.pow,
    order: 2,
  },
  'pow: cubed': over((x) => T.pow(x, 3), wide),
  'pow: squared': over((x) => T.pow(x, 2), wide),
  'pow: of a number': over((x) => T.pow(2, x), wide),
  'pow: everywhere to 1.5': everywhere((x) => T.pow(x, 1.5), notNegative),
  'pow: whole powers of any sign': {
    inputs: () => [
      T.tensor([-3, -1.5, -1, -0.5, 0, 0.5, 1, 2], [8, 1]),
      T.tensor([-3, -2, -1, 0, 1, 2, 3, 4]),
    ],
    f: (x, y) => T.pow(x, T.stopGradient(y)),
    floor: 1e-2,
  },
};
