import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { elementwise, tensorsOf } from './broadcast.ts';
import { call, empty, expectDtype, type Operand } from './call.ts';
import { equal, less } from './compare.ts';
import { inOrder } from './shape.ts';
import { sumTo } from './sum.ts';

/** a + b; both spread to one shape (NumPy's rule). Gradient: the result's to both, summed over what was spread. */
export function add(a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  return record('add', [x, y], elementwise('add', 'add', x, y), (gradient, [toX, toY]) => [
    toX === true ? sumTo(gradient, x.shape) : null,
    toY === true ? sumTo(gradient, y.shape) : null,
  ]);
}

/** a - b; both spread to one shape. Gradient: g to a, -g to b. */
export function sub(a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  return record('sub', [x, y], elementwise('sub', 'subtract', x, y), (gradient, [toX, toY]) => [
    toX === true ? sumTo(gradient, x.shape) : null,
    toY === true ? sumTo(neg(gradient), y.shape) : null,
  ]);
}

/** a · b element by element; both spread to one shape. Gradient: g·b to a, g·a to b. */
export function mul(a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  return record('mul', [x, y], elementwise('mul', 'multiply', x, y), (gradient, [toX, toY]) => [
    toX === true ? sumTo(mul(gradient, y), x.shape) : null,
    toY === true ? sumTo(mul(gradient, x), y.shape) : null,
  ]);
}

/** a / b; both spread to one shape. Gradient: g/b to a, -g·a/b² to b. */
export function div(a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  const z = elementwise('div', 'divide', x, y);
  return record('div', [x, y], z, (gradient, [toX, toY]) => [
    toX === true ? sumTo(div(gradient, y), x.shape) : null,
    // Not by b², which leaves float32's range long before a/b² does.
    toY === true ? sumTo(neg(div(mul(gradient, z), y)), y.shape) : null,
  ]);
}

/** -x. Gradient: -g. */
export function neg(x: Tensor): Tensor {
  expectDtype('neg', x, 'float32');
  const y = call('unary', [inOrder(x)], [empty(x.shape, 'float32', x.storage.backend)], { name: 'negate' });
  return record('neg', [x], y, (gradient) => [neg(gradient)]);
}

/** The greater of both; NaN where one is. Gradient: to the greater one, half to each where they are equal. */
export function maximum(a: Operand, b: Operand): Tensor {
  return extreme('maximum', a, b);
}

/** The lesser of both; NaN where one is. Gradient: to the lesser one, half to each where they are equal. */
export function minimum(a: Operand, b: Operand): Tensor {
  return extreme('minimum', a, b);
}

function extreme(name: 'maximum' | 'minimum', a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  return record(name, [x, y], elementwise(name, name, x, y), (gradient, [toX, toY]) => {
    const share = (own: Tensor, other: Tensor): Tensor => {
      const won = name === 'maximum' ? less(other, own) : less(own, other);
      return sumTo(mul(gradient, add(won, mul(0.5, equal(own, other)))), own.shape);
    };
    return [toX === true ? share(x, y) : null, toY === true ? share(y, x) : null];
  });
}

/** x held within [low, high]. Gradient: 1 inside, 0 outside, ½ on a bound. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  return minimum(maximum(x, low), high);
}
