import { axisOf, sameShape, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { call, empty } from './call.ts';
import { expandDims, slice, view, type Range } from './shape.ts';

/**
 * Tensors one behind the other along an axis; all other lengths are the same. Gradient: each one's part.
 * @throws ShapeError where there are none, or lengths or kinds of elements differ.
 */
export function concat(parts: readonly Tensor[], axis = 0): Tensor {
  const [first] = parts;
  if (first === undefined) throw new ShapeError('concat: at least one tensor is taken.');
  const along = axisOf('concat', first.shape, axis);
  const fits = (part: Tensor): boolean =>
    part.dtype === first.dtype &&
    part.shape.length === first.shape.length &&
    part.shape.every((length, i) => i === along || length === first.shape[i]);
  for (const part of parts)
    if (!fits(part))
      throw new ShapeError(
        `concat: ${part.dtype} ${show(part.shape)} does not fit behind ${first.dtype} ${show(first.shape)}; only axis ` +
          `${along} may differ.`,
      );
  const lengths = parts.map((part) => part.shape[along] as number);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const shape = first.shape.map((length, i) => (i === along ? total : length));
  const y = empty(shape, first.dtype, first.storage.backend);
  let begin = 0;
  const ranges = lengths.map((length): Range => [begin, (begin += length)]);
  parts.forEach((part, i) => {
    const offset = (ranges[i]?.[0] as number) * (y.strides[along] as number);
    const target = view(y, part.shape, y.strides, offset);
    if (part.size > 0) call('copy', [part], [target], {});
    target.dispose();
  });
  const before = new Array<Range>(along).fill(null);
  return record('concat', parts, y, (gradient, needs) =>
    ranges.map((own, i) => (needs[i] === true ? slice(gradient, ...before, own) : null)),
  );
}

/** Tensors of one shape side by side along a new axis. */
export function stack(parts: readonly Tensor[], axis = 0): Tensor {
  const [first] = parts;
  if (first !== undefined)
    for (const part of parts)
      if (!sameShape(part.shape, first.shape))
        throw new ShapeError(
          `stack: ${show(part.shape)} and ${show(first.shape)} differ; all must be the same.`,
        );
  return concat(
    parts.map((part) => expandDims(part, axis)),
    axis,
  );
}

/** A tensor cut along an axis in parts of equal length, or of the lengths that are given. Views, not copies. */
export function split(x: Tensor, parts: number | readonly number[], axis = 0): Tensor[] {
  const along = axisOf('split', x.shape, axis);
  const length = x.shape[along] as number;
  const lengths = typeof parts === 'number' ? new Array<number>(parts).fill(length / parts) : parts;
  if (lengths.reduce((sum, part) => sum + part, 0) !== length || !lengths.every(Number.isInteger))
    throw new ShapeError(
      `split: ${show(x.shape)} cannot be cut along axis ${axis} into [${lengths.join(', ')}].`,
    );
  const before = new Array<Range>(along).fill(null);
  let begin = 0;
  return lengths.map((part) => slice(x, ...before, [begin, (begin += part)]));
}
