import { broadcastShapes, sameShape, type Shape } from '../array/shape.ts';
import { Tensor } from '../array/tensor.ts';
import type { Backend } from '../backends/backend.ts';
import { currentBackend } from '../backends/current.ts';
import type { BinaryName } from '../backends/kernels.ts';
import { keep } from '../memory/scope.ts';
import { call, empty, expectDtype, type Operand } from './call.ts';
import { spread } from './sum.ts';

/** Numbers that operations were given before, as tensors: a step of training uses the same ones again and again. */
const constants = new WeakMap<Backend, Map<number, Tensor>>();
const mostConstants = 256;

function constant(value: number, backend: Backend): Tensor {
  const known = constants.get(backend) ?? new Map<number, Tensor>();
  constants.set(backend, known);
  const found = known.get(value);
  if (found !== undefined) return found;
  const made = call('fill', [], [empty([], 'float32', backend)], { value });
  if (known.size < mostConstants) known.set(value, keep(made));
  return made;
}

/** Both operands as tensors of one back end. */
export function tensorsOf(a: Operand, b: Operand): [Tensor, Tensor] {
  const backend =
    a instanceof Tensor ? a.storage.backend : b instanceof Tensor ? b.storage.backend : currentBackend();
  return [a instanceof Tensor ? a : constant(a, backend), b instanceof Tensor ? b : constant(b, backend)];
}

/** f(a, b) element by element after spreading both to one shape; not noted on the tape. */
export function elementwise(operation: string, name: BinaryName, a: Tensor, b: Tensor): Tensor {
  expectDtype(operation, a, 'float32');
  expectDtype(operation, b, 'float32');
  const shape = broadcastShapes(operation, a.shape, b.shape);
  const y = empty(shape, 'float32', a.storage.backend);
  if (y.size === 0) return y;
  const left = spreadTo(operation, a, shape);
  const right = spreadTo(operation, b, shape);
  call('binary', [left, right], [y], { name });
  if (left !== a) left.dispose();
  if (right !== b) right.dispose();
  return y;
}

function spreadTo(operation: string, x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : spread(operation, x, shape);
}
