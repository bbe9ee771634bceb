import { axisOf, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { add, div, mul, sub } from './arithmetic.ts';
import { call, empty, expectDtype } from './call.ts';
import { stopGradient } from './create.ts';
import { exp, log } from './functions.ts';
import { max } from './reduce.ts';
import { inOrder, reshape, transpose } from './shape.ts';
import { sum, type ReduceOptions } from './sum.ts';

/** exp(x - max) / Σ exp(x - max) along an axis. Gradient: y·(g - Σ g·y). */
export function softmax(x: Tensor, axis = -1): Tensor {
  return alongRows('softmax', x, axis, (rows) => soft(rows, false));
}

/** x - log Σ exp(x) along an axis. Gradient: g - softmax(x)·Σ g. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return alongRows('logSoftmax', x, axis, (rows) => soft(rows, true));
}

function soft(x: Tensor, logarithm: boolean): Tensor {
  const length = x.shape.at(-1) as number;
  const shape = { rows: length === 0 ? 0 : x.size / length, length, logarithm };
  const y = call('softmax', [inOrder(x)], [empty(x.shape, 'float32', x.storage.backend)], shape);
  const backward = (gradient: Tensor): Tensor[] => [
    call('softmaxGradient', [y, inOrder(gradient)], [empty(x.shape, 'float32', x.storage.backend)], shape),
  ];
  return record(
    logarithm ? 'logSoftmax' : 'softmax',
    [x],
    y,
    backward,
    logarithm ? plainLogSoftmax : plainSoftmax,
  );
}

function plainSoftmax(x: Tensor): Tensor {
  const e = exp(sub(x, stopGradient(max(x, -1, { keepDims: true }))));
  return div(e, sum(e, -1, { keepDims: true }));
}

function plainLogSoftmax(x: Tensor): Tensor {
  return sub(x, plainLogSumExp(x));
}

function plainLogSumExp(x: Tensor): Tensor {
  const top = stopGradient(max(x, -1, { keepDims: true }));
  return add(top, log(sum(exp(sub(x, top)), -1, { keepDims: true })));
}

/** log Σ exp along an axis, without overflow. Gradient: g·softmax. @throws ShapeError of nothing. */
export function logSumExp(x: Tensor, axis = -1, options: ReduceOptions = {}): Tensor {
  const y = alongRows('logSumExp', x, axis, (rows) => {
    const length = rows.shape.at(-1) as number;
    const kept = [...rows.shape.slice(0, -1), 1];
    const sums = call('logSumExp', [inOrder(rows)], [empty(kept, 'float32', x.storage.backend)], {
      rows: rows.size / length,
      length,
    });
    const backward = (gradient: Tensor): Tensor[] => [mul(gradient, exp(sub(rows, sums)))];
    return record('logSumExp', [rows], sums, backward, plainLogSumExp);
  });
  if (options.keepDims === true) return y;
  const along = axisOf('logSumExp', x.shape, axis);
  return reshape(
    y,
    y.shape.filter((_, i) => i !== along),
  );
}

/** An operation on rows, used along another axis by turning that axis to the end and back. */
function alongRows(operation: string, x: Tensor, axis: number, work: (rows: Tensor) => Tensor): Tensor {
  expectDtype(operation, x, 'float32');
  const along = axisOf(operation, x.shape, axis);
  if (x.shape[along] === 0)
    throw new ShapeError(`${operation}: ${show(x.shape)} has nothing along axis ${axis}.`);
  if (along === x.shape.length - 1) return work(x);
  const order = x.shape.map((_, i) => i).filter((i) => i !== along);
  const y = work(transpose(x, [...order, along]));
  return transpose(
    y,
    x.shape.map((_, i) => (i === along ? order.length : order.indexOf(i))),
  );
}
