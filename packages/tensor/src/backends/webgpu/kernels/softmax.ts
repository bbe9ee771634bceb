import { at, type GpuKernel } from '../plan.ts';
import { alongRows } from './along-rows.ts';

/** `top`, the greatest element of a row, and `sum` = Σ exp(x - top). */
const sumOfExponentials = /* wgsl */ `
  let begin = p.xAt + row * p.length;
  var top = -infinity();
  for (var i = lane; i < length; i += LANES) { top = greater(top, x[begin + i]); }
  top = greatest(top);
  var sum = 0.0;
  for (var i = lane; i < length; i += LANES) { sum += exponential(x[begin + i] - top); }
  sum = total(sum);`;

/** log Σ exp(x), `logSum`; of infinite and undefined elements it is the greatest itself. */
export const logOfSum = /* wgsl */ `${sumOfExponentials}
  let endless = isNan(top) || top == infinity() || top == -infinity();
  let logSum = select(top + logarithm(sum), top, endless);`;

export const softmax: GpuKernel<'softmax'> = (plan, inputs, outputs, { rows, length, logarithm }) =>
  alongRows(plan, {
    shader: logarithm ? 'logSoftmax' : 'softmax',
    reads: { x: at(inputs, 0) },
    writes: { y: at(outputs, 0) },
    rows,
    length,
    body: logarithm
      ? /* wgsl */ `${sumOfExponentials}
  let less = top + logarithm(sum);
  for (var i = lane; i < length; i += LANES) { y[p.yAt + row * p.length + i] = x[begin + i] - less; }`
      : /* wgsl */ `${sumOfExponentials}
  let by = 1.0 / sum;
  for (var i = lane; i < length; i += LANES) {
    y[p.yAt + row * p.length + i] = exponential(x[begin + i] - top) * by;
  }`,
  });

export const softmaxGradient: GpuKernel<'softmaxGradient'> = (
  plan,
  inputs,
  outputs,
  { rows, length, logarithm },
) =>
  alongRows(plan, {
    shader: logarithm ? 'logSoftmax gradient' : 'softmax gradient',
    reads: { y: at(inputs, 0), g: at(inputs, 1) },
    writes: { dx: at(outputs, 0) },
    rows,
    length,
    body: /* wgsl */ `
  let begin = row * p.length;
  var sum = 0.0;
  for (var i = lane; i < length; i += LANES) {
    sum += g[p.gAt + begin + i]${logarithm ? '' : ' * y[p.yAt + begin + i]'};
  }
  sum = total(sum);
  for (var i = lane; i < length; i += LANES) {
    let e = y[p.yAt + begin + i];
    let f = g[p.gAt + begin + i];
    dx[p.dxAt + begin + i] = ${logarithm ? 'f - exponential(e) * sum' : 'e * (f - sum)'};
  }`,
  });

export const logSumExp: GpuKernel<'logSumExp'> = (plan, inputs, outputs, { rows, length }) =>
  alongRows(plan, {
    shader: 'logSumExp',
    reads: { x: at(inputs, 0) },
    writes: { y: at(outputs, 0) },
    rows,
    length,
    body: /* wgsl */ `${logOfSum}
  if (inside && lane == 0) { y[p.yAt + row] = logSum; }`,
  });
