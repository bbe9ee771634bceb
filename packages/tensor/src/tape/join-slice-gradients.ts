import { sizeOf } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { freeEarly } from '../memory/frames.ts';
import { add } from '../operations/arithmetic.ts';
import { call, empty } from '../operations/call.ts';
import { view } from '../operations/shape.ts';
import type { SliceGradient, Taken } from './slice-gradient.ts';

/**
 * The gradient of a tensor from those of its slices, which are freed. It lies in memory as the tensor does, where that has
 * its axes in another order: turned back on the way to what the tensor was made of, it is dense again.
 */
export function joinSliceGradients(slices: readonly SliceGradient[], whole: Tensor): Tensor {
  const joined = emptyInTheOrderOf(whole);
  const apart = slices.every((one, i) =>
    slices.slice(0, i).every((other) => areApart(one.taken, other.taken)),
  );
  const covered = apart ? slices.reduce((sum, { values }) => sum + values.size, 0) : 0;
  if (covered < whole.size) call('fill', [], [joined.dense], { value: 0 });
  for (const { values, taken } of slices) {
    const strides = taken.map(({ step }, axis) => step * (joined.y.strides[axis] as number));
    const offset = taken.reduce((sum, { from }, axis) => sum + from * (joined.y.strides[axis] as number), 0);
    const place = view(joined.y, values.shape, strides, offset);
    const found = apart ? values : add(place, values);
    call('copy', [found], [place], {});
    for (const tensor of new Set([values, found, place])) freeEarly(tensor);
  }
  if (joined.y !== joined.dense) freeEarly(joined.dense);
  return joined.y;
}

function areApart(a: readonly Taken[], b: readonly Taken[]): boolean {
  const end = ({ from, step, count }: Taken): number => (count === 0 ? from : from + (count - 1) * step + 1);
  return a.some((one, axis) => {
    const other = b[axis] as Taken;
    return end(one) <= other.from || end(other) <= one.from;
  });
}

function emptyInTheOrderOf(x: Tensor): { y: Tensor; dense: Tensor } {
  const order = x.shape.map((_, axis) => axis);
  order.sort((a, b) => Math.abs(x.strides[b] as number) - Math.abs(x.strides[a] as number));
  const lengths = order.map((axis) => x.shape[axis] as number);
  const dense = empty(lengths, 'float32', x.storage.backend);
  if (order.every((axis, place) => axis === place)) return { y: dense, dense };
  const strides = x.shape.map((_, axis) => sizeOf(lengths.slice(order.indexOf(axis) + 1)));
  return { y: view(dense, x.shape, strides, 0), dense };
}
