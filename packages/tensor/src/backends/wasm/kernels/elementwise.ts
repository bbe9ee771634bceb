import type { Dtype } from '../../../array/dtype.ts';
import { isDense, type Shape } from '../../../array/shape.ts';
import { Tensor } from '../../../array/tensor.ts';
import type { BinaryName, UnaryName } from '../../kernels.ts';
import { scratch } from '../jobs.ts';
import { joinAxes } from '../../../array/join-axes.ts';
import { addressOf, at, divide, type Machine, type WasmKernel } from './machine.ts';

/** By the numbers of kernels/elementwise.ts. */
const unaryNames: readonly UnaryName[] = [
  'negate',
  'exp',
  'log',
  'sqrt',
  'rsqrt',
  'reciprocal',
  'square',
  'abs',
  'sign',
  'relu',
  'gelu',
  'sigmoid',
  'tanh',
  'erf',
  'sin',
  'cos',
  'softplus',
  'floor',
];
const binaryNames: readonly BinaryName[] = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'maximum',
  'minimum',
  'power',
  'equal',
  'less',
  'lessEqual',
  'reluGradient',
  'geluGradient',
  'sigmoidGradient',
  'tanhGradient',
];
const unaryNumber = new Map(unaryNames.map((name, number) => [name, number]));
const binaryNumber = new Map(binaryNames.map((name, number) => [name, number]));
const castNumber: Partial<Record<Dtype, Partial<Record<Dtype, number>>>> = {
  float32: { int32: 0, uint8: 1 },
  int32: { float32: 2, uint8: 3 },
  uint8: { float32: 4, int32: 5 },
};

export const unary: WasmKernel<'unary'> = (machine, inputs, [y], { name }) => {
  if (y === undefined) return;
  const number = unaryNumber.get(name) as number;
  divide(machine, y.size * 2, 'unary', y.size, number, addressOf(at(inputs, 0)), addressOf(y));
};

export const binary: WasmKernel<'binary'> = (machine, inputs, outputs, { name }) => {
  const [a, b, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const number = binaryNumber.get(name) as number;
  const aStep = flatStep(a, y.shape);
  const bStep = flatStep(b, y.shape);
  if (aStep !== null && bStep !== null)
    return divide(
      machine,
      y.size,
      'binaryDense',
      y.size,
      number,
      addressOf(a),
      aStep,
      addressOf(b),
      bStep,
      addressOf(y),
      scratch,
    );
  const { lengths, strides } = joinAxes(y.shape, [a.strides, b.strides]);
  const [aSteps, bSteps] = strides as [number[], number[]];
  const [inner, aInner, bInner] = [lengths, aSteps, bSteps].map((list) => list.pop() ?? 0) as [
    number,
    number,
    number,
  ];
  // What neither lies dense nor repeats along the last axis is copied into order first; so is one of two that together
  // have too many axes.
  const awkward = (step: number, flat: 0 | 1 | null): boolean =>
    (step !== 0 && step !== 1) || (lengths.length > 3 && flat !== 1);
  if (awkward(aInner, aStep))
    return inOrder(machine, a, (copy) => binary(machine, [copy, b], outputs, { name }));
  if (awkward(bInner, bStep))
    return inOrder(machine, b, (copy) => binary(machine, [a, copy], outputs, { name }));
  const [, ...axes] = outer(lengths, 1);
  const operands = [addressOf(a), aInner, addressOf(b), bInner, addressOf(y), inner];
  const numbers = [...operands, ...axes, ...outer(aSteps, 0), ...outer(bSteps, 0), scratch];
  divide(machine, y.size, 'binary', y.size / inner, number, ...numbers);
};

export const select: WasmKernel<'select'> = (machine, inputs, outputs) => {
  const y = at(outputs, 0);
  const [condition, a, b] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)].map(addressOf) as [
    number,
    number,
    number,
  ];
  divide(machine, y.size, 'select', y.size, condition, a, b, addressOf(y));
};

const word = new DataView(new ArrayBuffer(4));

export const fill: WasmKernel<'fill'> = (machine, _, outputs, { value }) => {
  const y = at(outputs, 0);
  if (y.dtype === 'uint8') {
    machine.heap.elements('uint8', addressOf(y), y.size).fill(value);
    return;
  }
  if (y.dtype === 'float32') word.setFloat32(0, value);
  else word.setInt32(0, value);
  divide(machine, y.size / 4, 'fill', y.size, addressOf(y), word.getInt32(0));
};

export const cast: WasmKernel<'cast'> = (machine, inputs, outputs) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  const kind = castNumber[y.dtype]?.[x.dtype];
  if (kind === undefined) throw new Error(`There is no way from ${x.dtype} to ${y.dtype}.`);
  divide(machine, y.size * 2, 'cast', y.size, kind, addressOf(x), addressOf(y));
};

/** 1 where a view lies dense in the order of the shape, 0 where it is one number repeated, null otherwise. */
function flatStep(x: Tensor, shape: Shape): 0 | 1 | null {
  if (isDense(shape, x.strides)) return 1;
  return x.strides.every((stride, axis) => stride === 0 || shape[axis] === 1) ? 0 : null;
}

/** Three outer axes: as many as there are, behind axes of length 1. */
function outer(values: readonly number[], filler: number): number[] {
  return [...new Array<number>(3 - values.length).fill(filler), ...values];
}

function inOrder(machine: Machine, x: Tensor, work: (copy: Tensor) => void): void {
  const copy = new Tensor(machine.backend.allocate(x.bytes), x.dtype, x.shape);
  try {
    machine.backend.run('copy', [x], [copy], {});
    work(copy);
  } finally {
    copy.dispose();
  }
}
