import type { Tensor } from '../array/tensor.ts';
import type { BinaryName } from '../backends/kernels.ts';
import { elementwise, tensorsOf } from './broadcast.ts';
import type { Operand } from './call.ts';

function compare(operation: string, name: BinaryName, a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  return elementwise(operation, name, x, y);
}

/** 1 where a = b, 0 elsewhere and for NaN; a and b spread to one shape. No gradient. */
export function equal(a: Operand, b: Operand): Tensor {
  return compare('equal', 'equal', a, b);
}

/** 1 where a < b, 0 elsewhere and for NaN; a and b spread to one shape. No gradient. */
export function less(a: Operand, b: Operand): Tensor {
  return compare('less', 'less', a, b);
}

/** 1 where a ≤ b, 0 elsewhere and for NaN; a and b spread to one shape. No gradient. */
export function lessEqual(a: Operand, b: Operand): Tensor {
  return compare('lessEqual', 'lessEqual', a, b);
}

/** 1 where a > b, 0 elsewhere and for NaN; a and b spread to one shape. No gradient. */
export function greater(a: Operand, b: Operand): Tensor {
  return compare('greater', 'less', b, a);
}

/** 1 where a ≥ b, 0 elsewhere and for NaN; a and b spread to one shape. No gradient. */
export function greaterEqual(a: Operand, b: Operand): Tensor {
  return compare('greaterEqual', 'lessEqual', b, a);
}
