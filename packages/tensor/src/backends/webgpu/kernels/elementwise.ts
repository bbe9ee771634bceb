import type { BinaryName, UnaryName } from '../../kernels.ts';
import { joinAxes } from '../../../array/join-axes.ts';
import { at, type GpuKernel } from '../plan.ts';
import { float } from '../steps.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';
import { lengthsOf, mostAxes, stridesOf, walk } from './strided.ts';

const normalPeak = 0.3989422804014327;

/** f(v) in WGSL. */
const unaryFunctions: Readonly<Record<UnaryName, string>> = {
  negate: '-v',
  exp: 'exponential(v)',
  log: 'logarithm(v)',
  sqrt: 'select(sqrt(v), notANumber(), v < 0.0)',
  rsqrt: 'select(1.0 / sqrt(v), notANumber(), v < 0.0)',
  reciprocal: '1.0 / v',
  square: 'v * v',
  abs: 'abs(v)',
  sign: 'select(select(-1.0, 1.0, v > 0.0), v, v == 0.0 || isNan(v))',
  relu: 'greater(v, 0.0)',
  gelu: `v * 0.5 * (1.0 + erf(v * ${Math.SQRT1_2}))`,
  sigmoid: 'sigmoid(v)',
  tanh: 'hyperbolicTangent(v)',
  erf: 'erf(v)',
  sin: 'sine(v, 0)',
  cos: 'sine(v, 1)',
  softplus: 'greater(v, 0.0) + logarithm(1.0 + exponential(-abs(v)))',
  floor: 'floor(v)',
};

/** f(u, v) in WGSL. Of the gradients u is what came in (of sigmoid and tanh: what went out), v the result's gradient. */
const binaryFunctions: Readonly<Record<BinaryName, string>> = {
  add: 'u + v',
  subtract: 'u - v',
  multiply: 'u * v',
  divide: 'u / v',
  maximum: 'greater(u, v)',
  minimum: 'lesser(u, v)',
  power: 'power(u, v)',
  equal: 'select(0.0, 1.0, u == v)',
  less: 'select(0.0, 1.0, u < v)',
  lessEqual: 'select(0.0, 1.0, u <= v)',
  reluGradient: 'select(0.0, v, u > 0.0)',
  geluGradient: `v * (0.5 * (1.0 + erf(u * ${Math.SQRT1_2})) + u * ${normalPeak} * exponential(-0.5 * u * u))`,
  sigmoidGradient: 'v * (u * (1.0 - u))',
  tanhGradient: 'v * (1.0 - u * u)',
};

export const unary: GpuKernel<'unary'> = (plan, inputs, outputs, { name }) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  plan.dispatch({
    shader: `unary ${name}`,
    reads: { x },
    writes: { y },
    numbers: { size: y.size },
    groups: elementGroups(y.size),
    code: () => elementShader(`let v = x[p.xAt + i]; y[p.yAt + i] = ${unaryFunctions[name]};`),
  });
  return true;
};

export const binary: GpuKernel<'binary'> = (plan, inputs, outputs, { name }) => {
  const [a, b, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const { lengths, strides } = joinAxes(y.shape, [a.strides, b.strides]);
  const [aStrides, bStrides] = strides as [number[], number[]];
  if (lengths.length > mostAxes) return false;
  const rank = lengths.length;
  const axes = { ...lengthsOf(lengths), ...stridesOf('a', aStrides), ...stridesOf('b', bStrides) };
  plan.dispatch({
    shader: `binary ${name} ${rank}`,
    reads: { a, b },
    writes: { y },
    numbers: { size: y.size, ...axes },
    groups: elementGroups(y.size),
    code: () =>
      elementShader(
        `${walk(rank, ['a', 'b'])} let u = a[p.aAt + aPlace]; let v = b[p.bAt + bPlace]; y[p.yAt + i] = ${binaryFunctions[name]};`,
      ),
  });
  return true;
};

export const select: GpuKernel<'select'> = (plan, inputs, outputs) => {
  const [condition, a, b, y] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(outputs, 0)];
  plan.dispatch({
    shader: 'select',
    reads: { condition, a, b },
    writes: { y },
    numbers: { size: y.size },
    groups: elementGroups(y.size),
    code: () =>
      elementShader(
        'y[p.yAt + i] = select(b[p.bAt + i], a[p.aAt + i], condition[p.conditionAt + i] != 0.0);',
      ),
  });
  return true;
};

export const fill: GpuKernel<'fill'> = (plan, _, outputs, { value }) => {
  const y = at(outputs, 0);
  if (y.dtype === 'uint8') return false;
  plan.dispatch({
    shader: 'fill',
    reads: {},
    writes: { y },
    numbers: { size: y.size, value: y.dtype === 'float32' ? float(value) : value },
    groups: elementGroups(y.size),
    code: () => elementShader('y[p.yAt + i] = p.value;'),
  });
  return true;
};

/** To uint8 the fall-back goes: four elements share a word. */
export const cast: GpuKernel<'cast'> = (plan, inputs, outputs) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  if (y.dtype === 'uint8') return false;
  const type = y.dtype === 'float32' ? 'f32' : 'i32';
  const value =
    x.dtype === 'uint8' ? `(x[(p.xAt + i) / 4] >> u32((p.xAt + i) % 4 * 8)) & 255u` : `x[p.xAt + i]`;
  plan.dispatch({
    shader: 'cast',
    reads: { x },
    writes: { y },
    numbers: { size: y.size },
    groups: elementGroups(y.size),
    code: () => elementShader(`y[p.yAt + i] = ${type}(${value});`),
  });
  return true;
};
