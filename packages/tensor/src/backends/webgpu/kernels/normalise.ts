import { at, type GpuKernel, type Plan } from '../plan.ts';
import { float } from '../steps.ts';
import type { View } from '../view.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';
import { alongRows } from './along-rows.ts';
import { sumOver } from './reduce.ts';

export const layerNorm: GpuKernel<'layerNorm'> = (plan, inputs, outputs, { rows, length, epsilon }) =>
  alongRows(plan, {
    shader: 'layerNorm',
    reads: { x: at(inputs, 0), gain: at(inputs, 1), shift: at(inputs, 2) },
    writes: { y: at(outputs, 0), means: at(outputs, 1), inverses: at(outputs, 2) },
    rows,
    length,
    numbers: { epsilon: float(epsilon) },
    body: /* wgsl */ `
  let begin = p.xAt + row * p.length;
  var sum = 0.0;
  for (var i = lane; i < length; i += LANES) { sum += x[begin + i]; }
  let mean = total(sum) / f32(p.length);
  var squares = 0.0;
  for (var i = lane; i < length; i += LANES) { let d = x[begin + i] - mean; squares += d * d; }
  let inverse = 1.0 / sqrt(total(squares) / f32(p.length) + p.epsilon);
  for (var i = lane; i < length; i += LANES) {
    y[p.yAt + row * p.length + i] = (x[begin + i] - mean) * inverse * gain[p.gainAt + i] + shift[p.shiftAt + i];
  }
  if (inside && lane == 0) { means[p.meansAt + row] = mean; inverses[p.inversesAt + row] = inverse; }`,
  });

/** dx = inverse · (h - mean(h) - z·mean(h·z)), h = g·gain, z = (x - mean)·inverse; dgain = Σ g·z, dshift = Σ g. */
export const layerNormGradient: GpuKernel<'layerNormGradient'> = (
  plan,
  inputs,
  outputs,
  { rows, length },
) => {
  const [x, gain, means, inverses, g] = [0, 1, 2, 3, 4].map((i) => at(inputs, i)) as Five;
  alongRows(plan, {
    shader: 'layerNorm gradient',
    reads: { x, gain, means, inverses, g },
    writes: { dx: at(outputs, 0) },
    rows,
    length,
    body: /* wgsl */ `
  let begin = row * p.length;
  let mean = means[p.meansAt + row];
  let inverse = inverses[p.inversesAt + row];
  var sum = 0.0;
  var product = 0.0;
  for (var i = lane; i < length; i += LANES) {
    let h = g[p.gAt + begin + i] * gain[p.gainAt + i];
    sum += h;
    product += h * (x[p.xAt + begin + i] - mean) * inverse;
  }
  let meanH = total(sum) / f32(p.length);
  let meanHz = total(product) / f32(p.length);
  for (var i = lane; i < length; i += LANES) {
    let h = g[p.gAt + begin + i] * gain[p.gainAt + i];
    let z = (x[p.xAt + begin + i] - mean) * inverse;
    dx[p.dxAt + begin + i] = inverse * (h - meanH - z * meanHz);
  }`,
  });
  const size = rows * length;
  const product = plan.temporary([rows, length]);
  plan.dispatch({
    shader: 'layerNorm scale gradient',
    reads: { x, means, inverses, g },
    writes: { product },
    numbers: { size, length },
    groups: elementGroups(size),
    code: () =>
      elementShader(/* wgsl */ `
  let row = i / p.length;
  let z = (x[p.xAt + i] - means[p.meansAt + row]) * inverses[p.inversesAt + row];
  product[i] = g[p.gAt + i] * z;`),
  });
  sumOver(plan, product, at(outputs, 1), { outer: 1, length: rows, inner: length });
  sumOver(plan, g, at(outputs, 2), { outer: 1, length: rows, inner: length });
  return true;
};

type Five = [View, View, View, View, View];

/** Rows that one invocation sums of a channel. */
const stripe = 128;

/**
 * Σ (a - around) and Σ (a - around)·(b - bAround) over rows, for each channel, by stripes. `around` is the first row of x,
 * so that a large mean does not drown the variance, or 0.
 */
function channelSums(
  plan: Plan,
  name: string,
  reads: Record<string, View>,
  rows: number,
  channels: number,
  terms: string,
): [sum: View, product: View] {
  const stripes = Math.ceil(rows / stripe);
  const [sums, products] = [plan.temporary([stripes, channels]), plan.temporary([stripes, channels])];
  const size = stripes * channels;
  plan.dispatch({
    shader: `batchNorm sums ${name}`,
    reads,
    writes: { sums, products },
    numbers: { size, rows, channels },
    groups: elementGroups(size),
    code: () =>
      elementShader(/* wgsl */ `
  let channel = i % p.channels;
  let first = i / p.channels * ${stripe};
  var sum = 0.0;
  var product = 0.0;
  for (var row = first; row < min(first + ${stripe}, p.rows); row++) {
    let place = row * p.channels + channel;
    ${terms}
    sum += u;
    product += u * v;
  }
  sums[i] = sum;
  products[i] = product;`),
  });
  const [sum, product] = [plan.temporary([channels]), plan.temporary([channels])];
  sumOver(plan, sums, sum, { outer: 1, length: stripes, inner: channels });
  sumOver(plan, products, product, { outer: 1, length: stripes, inner: channels });
  return [sum, product];
}

export const batchNorm: GpuKernel<'batchNorm'> = (plan, inputs, outputs, { rows, channels, epsilon }) => {
  const [x, gain, shift] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  const [y, mean, variance] = [at(outputs, 0), at(outputs, 1), at(outputs, 2)];
  const around = 'let u = x[p.xAt + place] - x[p.xAt + channel]; let v = u;';
  const [sum, square] = channelSums(plan, 'of x', { x }, rows, channels, around);
  plan.dispatch({
    shader: 'batchNorm moments',
    reads: { x, sum, square },
    writes: { mean, variance },
    numbers: { size: channels, rows },
    groups: elementGroups(channels),
    code: () =>
      elementShader(/* wgsl */ `
  let away = sum[i] / f32(p.rows);
  mean[p.meanAt + i] = x[p.xAt + i] + away;
  variance[p.varianceAt + i] = max(0.0, square[i] / f32(p.rows) - away * away);`),
  });
  plan.dispatch({
    shader: 'batchNorm',
    reads: { x, mean, variance, gain, shift },
    writes: { y },
    numbers: { size: y.size, channels, epsilon: float(epsilon) },
    groups: elementGroups(y.size),
    code: () =>
      elementShader(/* wgsl */ `
  let c = i % p.channels;
  let scale = gain[p.gainAt + c] / sqrt(variance[p.varianceAt + c] + p.epsilon);
  y[p.yAt + i] = (x[p.xAt + i] - mean[p.meanAt + c]) * scale + shift[p.shiftAt + c];`),
  });
  return true;
};

/** dx = scale·(g - Σ g / n - (x - mean)·inverse²·Σ g·(x - mean) / n), scale = gain·inverse. */
export const batchNormGradient: GpuKernel<'batchNormGradient'> = (plan, inputs, outputs, parameters) => {
  const { rows, channels, epsilon } = parameters;
  const [x, gain, mean, variance, g] = [0, 1, 2, 3, 4].map((i) => at(inputs, i)) as Five;
  const [dx, dGain, dShift] = [at(outputs, 0), at(outputs, 1), at(outputs, 2)];
  const terms = 'let u = g[p.gAt + place]; let v = x[p.xAt + place] - mean[p.meanAt + channel];';
  const [sum, product] = channelSums(plan, 'of g', { x, g, mean }, rows, channels, terms);
  plan.dispatch({
    shader: 'batchNorm scale gradient',
    reads: { variance, sum, product },
    writes: { dGain, dShift },
    numbers: { size: channels, epsilon: float(epsilon) },
    groups: elementGroups(channels),
    code: () =>
      elementShader(/* wgsl */ `
  dGain[p.dGainAt + i] = product[i] / sqrt(variance[p.varianceAt + i] + p.epsilon);
  dShift[p.dShiftAt + i] = sum[i];`),
  });
  plan.dispatch({
    shader: 'batchNorm gradient',
    reads: { x, gain, mean, variance, g, sum, product },
    writes: { dx },
    numbers: { size: dx.size, rows, channels, epsilon: float(epsilon) },
    groups: elementGroups(dx.size),
    code: () =>
      elementShader(/* wgsl */ `
  let c = i % p.channels;
  let inverse = 1.0 / sqrt(variance[p.varianceAt + c] + p.epsilon);
  let n = f32(p.rows);
  let away = (x[p.xAt + i] - mean[p.meanAt + c]) * inverse * inverse;
  dx[p.dxAt + i] = gain[p.gainAt + c] * inverse * (g[p.gAt + i] - sum[c] / n - away * (product[c] / n));`),
  });
  return true;
};

export const normalize: GpuKernel<'normalize'> = (plan, inputs, outputs, { rows, length, epsilon }) =>
  alongRows(plan, {
    shader: 'normalize',
    reads: { x: at(inputs, 0) },
    writes: { y: at(outputs, 0), inverses: at(outputs, 1) },
    rows,
    length,
    numbers: { epsilon: float(epsilon) },
    body: /* wgsl */ `
  let begin = p.xAt + row * p.length;
  var squares = 0.0;
  for (var i = lane; i < length; i += LANES) { squares += x[begin + i] * x[begin + i]; }
  let inverse = 1.0 / greater(sqrt(total(squares)), p.epsilon);
  for (var i = lane; i < length; i += LANES) { y[p.yAt + row * p.length + i] = x[begin + i] * inverse; }
  if (inside && lane == 0) { inverses[p.inversesAt + row] = inverse; }`,
  });

/** dx = inverse·(g - y·Σ g·y); without the second term where the length was below ε. */
export const normalizeGradient: GpuKernel<'normalizeGradient'> = (
  plan,
  inputs,
  outputs,
  { rows, length, epsilon },
) =>
  alongRows(plan, {
    shader: 'normalize gradient',
    reads: { y: at(inputs, 0), inverses: at(inputs, 1), g: at(inputs, 2) },
    writes: { dx: at(outputs, 0) },
    rows,
    length,
    numbers: { epsilon: float(epsilon) },
    body: /* wgsl */ `
  let begin = row * p.length;
  let inverse = inverses[p.inversesAt + row];
  var sum = 0.0;
  for (var i = lane; i < length; i += LANES) { sum += y[p.yAt + begin + i] * g[p.gAt + begin + i]; }
  sum = total(sum);
  let along = select(sum, 0.0, inverse * p.epsilon >= 1.0);
  for (var i = lane; i < length; i += LANES) {
    dx[p.dxAt + begin + i] = inverse * (g[p.gAt + begin + i] - y[p.yAt + begin + i] * along);
  }`,
  });
