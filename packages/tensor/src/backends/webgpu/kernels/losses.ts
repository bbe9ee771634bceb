import { at, type GpuKernel } from '../plan.ts';
import { alongRows } from './along-rows.ts';
import { logOfSum } from './softmax.ts';

export const crossEntropy: GpuKernel<'crossEntropy'> = (plan, inputs, outputs, { rows, length }) =>
  alongRows(plan, {
    shader: 'crossEntropy',
    reads: { x: at(inputs, 0), labels: at(inputs, 1) },
    writes: { loss: at(outputs, 0), sums: at(outputs, 1) },
    rows,
    length,
    body: /* wgsl */ `${logOfSum}
  if (inside && lane == 0) {
    let label = labels[p.labelsAt + row];
    sums[p.sumsAt + row] = logSum;
    loss[p.lossAt + row] = select(logSum - x[begin + max(label, 0)], 0.0, label < 0);
  }`,
  });

/** dlogits = g·(softmax - onehot(label)) */
export const crossEntropyGradient: GpuKernel<'crossEntropyGradient'> = (
  plan,
  inputs,
  outputs,
  { rows, length },
) =>
  alongRows(plan, {
    shader: 'crossEntropy gradient',
    reads: { x: at(inputs, 0), labels: at(inputs, 1), sums: at(inputs, 2), g: at(inputs, 3) },
    writes: { dx: at(outputs, 0) },
    rows,
    length,
    body: /* wgsl */ `
  let label = labels[p.labelsAt + row];
  let by = select(g[p.gAt + row], 0.0, label < 0);
  let less = sums[p.sumsAt + row];
  for (var i = lane; i < length; i += LANES) {
    let e = by * exponential(x[p.xAt + row * p.length + i] - less);
    dx[p.dxAt + row * p.length + i] = e - select(0.0, by, i == label);
  }`,
  });

/** What both directions of contrast begin with: 1/τ, the positive column and the one left out. */
const ofTheRow = /* wgsl */ `
  let begin = p.xAt + row * p.length;
  let scale = inverse[p.inverseAt + row * p.inverseStep];
  let positive = positives[p.positivesAt + row];
  let without = leftOut[p.leftOutAt + row];`;

export const contrast: GpuKernel<'contrast'> = (plan, inputs, outputs, { rows, columns }) =>
  alongRows(plan, {
    shader: 'contrast',
    reads: { x: at(inputs, 0), positives: at(inputs, 1), leftOut: at(inputs, 2), inverse: at(inputs, 3) },
    writes: { loss: at(outputs, 0), sums: at(outputs, 1) },
    rows,
    length: columns,
    numbers: { inverseStep: at(inputs, 3).size === 1 ? 0 : 1 },
    body: /* wgsl */ `${ofTheRow}
  var top = -infinity();
  for (var i = lane; i < length; i += LANES) { if (i != without) { top = greater(top, x[begin + i]); } }
  let shift = greatest(top) * scale;
  var sum = 0.0;
  for (var i = lane; i < length; i += LANES) {
    if (i != without) { sum += exponential(x[begin + i] * scale - shift); }
  }
  let logSum = shift + logarithm(total(sum));
  if (inside && lane == 0) {
    sums[p.sumsAt + row] = logSum;
    loss[p.lossAt + row] = logSum - scale * x[begin + positive];
  }`,
  });

/** ds = g/τ·(p - onehot(positive)), p the softmax without the column left out; by 1/τ: g·(Σ p·s - s_positive). */
export const contrastGradient: GpuKernel<'contrastGradient'> = (plan, inputs, outputs, { rows, columns }) =>
  alongRows(plan, {
    shader: 'contrast gradient',
    reads: {
      x: at(inputs, 0),
      positives: at(inputs, 1),
      leftOut: at(inputs, 2),
      inverse: at(inputs, 3),
      sums: at(inputs, 4),
      g: at(inputs, 5),
    },
    writes: { dx: at(outputs, 0), dInverse: at(outputs, 1) },
    rows,
    length: columns,
    numbers: { inverseStep: at(inputs, 3).size === 1 ? 0 : 1 },
    body: /* wgsl */ `${ofTheRow}
  let less = sums[p.sumsAt + row];
  let by = g[p.gAt + row];
  var mean = 0.0;
  for (var i = lane; i < length; i += LANES) {
    let s = x[begin + i];
    let e = select(exponential(s * scale - less), 0.0, i == without);
    mean += e * s;
    dx[p.dxAt + row * p.length + i] = e * by * scale - select(0.0, by * scale, i == positive);
  }
  mean = total(mean);
  if (inside && lane == 0) { dInverse[p.dInverseAt + row] = by * (mean - x[begin + positive]); }`,
  });
