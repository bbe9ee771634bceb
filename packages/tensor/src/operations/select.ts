import { broadcastShapes } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { mul, sub } from './arithmetic.ts';
import { tensorsOf } from './broadcast.ts';
import { call, empty, expectDtype, type Operand } from './call.ts';
import { equal } from './compare.ts';
import { inOrder } from './shape.ts';
import { spread, sumTo } from './sum.ts';

/**
 * a where the condition is not 0, b elsewhere; all spread to one shape. What is not taken does not matter, not even NaN.
 * Gradient: to a where it was taken, to b elsewhere.
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  const [x, y] = tensorsOf(a, b);
  for (const part of [condition, x, y]) expectDtype('where', part, 'float32');
  const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', x.shape, y.shape));
  const parts = [condition, x, y].map((part) => inOrder(spread('where', part, shape)));
  const z = call('select', parts, [empty(shape, 'float32', condition.storage.backend)], {});
  return record('where', [x, y], z, (gradient, [toX, toY]) => {
    const missed = equal(condition, 0);
    return [
      toX === true ? sumTo(mul(gradient, sub(1, missed)), x.shape) : null,
      toY === true ? sumTo(mul(gradient, missed), y.shape) : null,
    ];
  });
}
