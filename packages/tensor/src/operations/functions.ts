import { Tensor } from '../array/tensor.ts';
import type { BinaryName, UnaryName } from '../backends/kernels.ts';
import { record, type Backward } from '../tape/origin.ts';
import { isRecording } from '../tape/recording.ts';
import { add, div, mul, neg, sub } from './arithmetic.ts';
import { elementwise, tensorsOf } from './broadcast.ts';
import { call, empty, expectDtype, type Operand } from './call.ts';
import { equal, greater } from './compare.ts';
import { inOrder } from './shape.ts';
import { sumTo } from './sum.ts';

function unary(name: UnaryName, x: Tensor, backward: (y: Tensor) => Backward): Tensor {
  expectDtype(name, x, 'float32');
  const y = call('unary', [inOrder(x)], [empty(x.shape, 'float32', x.storage.backend)], { name });
  return record(name, [x], y, backward(y));
}

/** g times a derivative: in one kernel, or in plain operations where somebody asks for the gradient of this again. */
function times(name: BinaryName, at: Tensor, gradient: Tensor, derivative: () => Tensor): Tensor {
  return isRecording() ? mul(gradient, derivative()) : elementwise(name, name, at, gradient);
}

/** e^x. Gradient: g·e^x. */
export function exp(x: Tensor): Tensor {
  return unary('exp', x, (y) => (gradient) => [mul(gradient, y)]);
}

/** ln x; -Infinity at 0, NaN below. Gradient: g/x. */
export function log(x: Tensor): Tensor {
  return unary('log', x, () => (gradient) => [div(gradient, x)]);
}

/** √x; NaN below 0. Gradient: g / 2√x. */
export function sqrt(x: Tensor): Tensor {
  return unary('sqrt', x, (y) => (gradient) => [div(mul(0.5, gradient), y)]);
}

/** 1/√x. Gradient: -½·g·x^(-3/2). */
export function rsqrt(x: Tensor): Tensor {
  return unary('rsqrt', x, (y) => (gradient) => [mul(mul(-0.5, gradient), mul(y, mul(y, y)))]);
}

/** 1/x. Gradient: -g/x². */
export function reciprocal(x: Tensor): Tensor {
  return unary('reciprocal', x, (y) => (gradient) => [neg(mul(gradient, mul(y, y)))]);
}

/** x². Gradient: 2·g·x. */
export function square(x: Tensor): Tensor {
  return unary('square', x, () => (gradient) => [mul(mul(2, gradient), x)]);
}

/** |x|. Gradient: g·sign x, 0 at 0. */
export function abs(x: Tensor): Tensor {
  return unary('abs', x, () => (gradient) => [mul(gradient, sign(x))]);
}

/** -1, 0 or 1. Gradient: 0. */
export function sign(x: Tensor): Tensor {
  return unary('sign', x, () => () => [null]);
}

/** The greatest whole number that is not above x. Gradient: 0. */
export function floor(x: Tensor): Tensor {
  return unary('floor', x, () => () => [null]);
}

/** max(x, 0). Gradient: g where x > 0. */
export function relu(x: Tensor): Tensor {
  return unary('relu', x, () => (gradient) => [times('reluGradient', x, gradient, () => greater(x, 0))]);
}

/**
 * x·Φ(x), Φ the standard normal distribution function (Hendrycks and Gimpel, 2016), with erf, not its approximation.
 * Gradient: g·(Φ(x) + x·φ(x)).
 */
export function gelu(x: Tensor): Tensor {
  const derivative = (): Tensor => {
    const below = mul(0.5, add(1, erf(mul(Math.SQRT1_2, x))));
    const density = mul(1 / Math.sqrt(2 * Math.PI), exp(mul(-0.5, square(x))));
    return add(below, mul(x, density));
  };
  return unary('gelu', x, () => (gradient) => [times('geluGradient', x, gradient, derivative)]);
}

/** 1 / (1 + e^-x). Gradient: g·y·(1 - y). */
export function sigmoid(x: Tensor): Tensor {
  return unary('sigmoid', x, (y) => (gradient) => [
    times('sigmoidGradient', y, gradient, () => mul(y, sub(1, y))),
  ]);
}

/** tanh x. Gradient: g·(1 - y²). */
export function tanh(x: Tensor): Tensor {
  return unary('tanh', x, (y) => (gradient) => [times('tanhGradient', y, gradient, () => sub(1, square(y)))]);
}

/** x·sigmoid(x), also called swish. */
export function silu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}

/** ln(1 + e^x), without overflow. Gradient: g·sigmoid(x). */
export function softplus(x: Tensor): Tensor {
  return unary('softplus', x, () => (gradient) => [mul(gradient, sigmoid(x))]);
}

/** erf x = 2/√π ∫₀ˣ e^(-t²) dt, to about 4e-7. Gradient: g·2/√π·e^(-x²). */
export function erf(x: Tensor): Tensor {
  return unary('erf', x, () => (gradient) => [
    mul(mul(2 / Math.sqrt(Math.PI), gradient), exp(neg(square(x)))),
  ]);
}

/** sin x, in radians; meant for |x| below some thousands. Gradient: g·cos x. */
export function sin(x: Tensor): Tensor {
  return unary('sin', x, () => (gradient) => [mul(gradient, cos(x))]);
}

/** cos x, in radians; meant for |x| below some thousands. Gradient: -g·sin x. */
export function cos(x: Tensor): Tensor {
  return unary('cos', x, () => (gradient) => [neg(mul(gradient, sin(x)))]);
}

/**
 * a^b; both spread to one shape. A negative a takes whole b only (NaN elsewhere); 0⁰ = 1.
 * Gradient: g·b·a^(b-1) to a, g·a^b·ln a to b (0 where a = 0).
 */
export function pow(a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  if (b === 2 && a instanceof Tensor) return square(a);
  const z = elementwise('pow', 'power', x, y);
  // 0·0⁻¹ is NaN where x⁰ = 1 has no slope: 1 stands in for 0 there.
  const base = (): Tensor => (typeof b === 'number' && b !== 0 ? x : add(x, mul(equal(x, 0), equal(y, 0))));
  return record('pow', [x, y], z, (gradient, [toX, toY]) => [
    toX === true ? sumTo(mul(gradient, mul(y, pow(base(), sub(y, 1)))), x.shape) : null,
    // Where a = 0 its logarithm is put aside: 1 stands in for it.
    toY === true ? sumTo(mul(gradient, mul(z, log(add(x, equal(x, 0))))), y.shape) : null,
  ]);
}
