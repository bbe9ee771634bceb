import { bytesPerElement } from '../../../array/dtype.ts';
import { sizeOf } from '../../../array/shape.ts';
import { joinAxes } from '../../../array/join-axes.ts';
import { addressOf, at, divide, type WasmKernel } from './machine.ts';

/** Axes that the kernel steps along besides the last one. */
const outerAxes = 4;

export const copy: WasmKernel<'copy'> = (machine, inputs, outputs) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  const bytes = bytesPerElement[x.dtype];
  const { lengths, strides } = joinAxes(y.shape, [x.strides, y.strides]);
  const [xStrides, yStrides] = strides as [number[], number[]];
  const rank = lengths.length;
  if (rank <= 1 && (xStrides[0] ?? 1) === 1 && (yStrides[0] ?? 1) === 1) {
    const size = (lengths[0] ?? 1) * bytes;
    machine.heap.as('uint8').copyWithin(addressOf(y), addressOf(x), addressOf(x) + size);
    return;
  }
  const inner = lengths.pop() ?? 1;
  const xStep = xStrides.pop() ?? 1;
  const yStep = yStrides.pop() ?? 1;
  // More axes than the kernel has are walked through here.
  const walked = lengths.splice(0, Math.max(0, rank - 1 - outerAxes));
  const xWalked = xStrides.splice(0, walked.length);
  const yWalked = yStrides.splice(0, walked.length);
  const [, axis2, axis3, axis4] = padded(lengths, 1) as [number, number, number, number];
  const rows = sizeOf(lengths);
  const indices = walked.map(() => 0);
  for (let left = sizeOf(walked); left > 0; left--) {
    const xAt = addressOf(x) + dot(indices, xWalked) * bytes;
    const yAt = addressOf(y) + dot(indices, yWalked) * bytes;
    divide(
      machine,
      rows * inner,
      'copy',
      inner === 0 ? 0 : rows,
      bytes,
      xAt,
      yAt,
      inner,
      xStep,
      yStep,
      axis2,
      axis3,
      axis4,
      ...padded(xStrides, 0),
      ...padded(yStrides, 0),
    );
    advance(indices, walked);
  }
};

function padded(values: readonly number[], filler: number): number[] {
  return [...new Array<number>(outerAxes - values.length).fill(filler), ...values];
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

/** The next place, counting like an odometer. */
function advance(indices: number[], lengths: readonly number[]): void {
  for (let axis = lengths.length - 1; axis >= 0; axis--) {
    const next = (indices[axis] as number) + 1;
    indices[axis] = next % (lengths[axis] as number);
    if (next < (lengths[axis] as number)) return;
  }
}
