import { dtypeOf, elementsFrom, type Dtype, type ElementArray } from '../array/dtype.ts';
import { checkShape, show, ShapeError, sizeOf, type Shape } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { call, empty, expectDtype } from './call.ts';
import { expectIndices } from './indices.ts';
import { inOrder, view } from './shape.ts';

/** Numbers in arrays of arrays, all of one length at each depth. */
export type Nested = number | readonly Nested[];

/**
 * A tensor of given elements: nested arrays of numbers, or a typed array and its shape (a copy is made; the kind of
 * elements is the array's, float32 for plain numbers).
 * @throws ShapeError where nested arrays are ragged, or the size of the shape is not the number of elements.
 */
export function tensor(elements: Nested | ElementArray, shape?: Shape, dtype?: Dtype): Tensor {
  const { list, found } = ArrayBuffer.isView(elements)
    ? { list: elements as ElementArray, found: [elements.length] }
    : flatten(elements, dtype ?? 'float32');
  const full = shape ?? found;
  checkShape('tensor', full);
  if (sizeOf(full) !== list.length)
    throw new ShapeError(
      `tensor: ${list.length} elements do not fill ${show(full)}, which takes ${sizeOf(full)}.`,
    );
  const kind = dtypeOf(list);
  if (dtype !== undefined && kind !== dtype)
    throw new ShapeError(`tensor: the elements are ${kind}; ${dtype} was asked for. Use cast().`);
  const made = empty(full, kind);
  made.storage.backend.write(made.storage, list);
  return made;
}

function flatten(nested: Nested, dtype: Dtype): { list: ElementArray; found: number[] } {
  const found: number[] = [];
  for (let part: Nested | undefined = nested; typeof part === 'object'; part = part[0])
    found.push(part.length);
  const list: number[] = [];
  const walk = (part: Nested, depth: number): void => {
    const length = typeof part === 'number' ? undefined : part.length;
    if (length !== found[depth])
      throw new ShapeError(
        `tensor: nested arrays must have one length at each depth; at depth ${depth} ${String(found[depth] ?? 'a number')} ` +
          `meets ${String(length ?? 'a number')}.`,
      );
    if (typeof part === 'number') list.push(part);
    else for (const item of part) walk(item, depth + 1);
  };
  walk(nested, 0);
  return { list: elementsFrom(dtype, list), found };
}

/** Every element the same. */
export function full(shape: Shape, value: number, dtype: Dtype = 'float32'): Tensor {
  checkShape('full', shape);
  return call('fill', [], [empty(shape, dtype)], { value });
}

/** Every element 0. */
export function zeros(shape: Shape, dtype: Dtype = 'float32'): Tensor {
  return full(shape, 0, dtype);
}

/** Every element 1. */
export function ones(shape: Shape, dtype: Dtype = 'float32'): Tensor {
  return full(shape, 1, dtype);
}

/** Every element the same, with the shape and on the back end of another tensor. */
export function fullLike(x: Tensor, value: number): Tensor {
  return call('fill', [], [empty(x.shape, 'float32', x.storage.backend)], { value });
}

/** begin, begin + step, … below `end`. */
export function range(begin: number, end: number, step = 1, dtype: Dtype = 'float32'): Tensor {
  const count = Math.max(0, Math.ceil((end - begin) / step));
  if (!Number.isFinite(count))
    throw new ShapeError(`range: ${begin} to ${end} in steps of ${step} does not end.`);
  const numbers = Array.from({ length: count }, (_, i) => begin + i * step);
  return tensor(numbers, [count], dtype);
}

/** Ones on the diagonal of [n, n]. */
export function identity(n: number): Tensor {
  const elements = new Float32Array(n * n);
  for (let i = 0; i < n; i++) elements[i * n + i] = 1;
  return tensor(elements, [n, n]);
}

/** The same numbers as another kind: to whole numbers by cutting off, to uint8 within 0 to 255. Gradient: none. */
export function cast(x: Tensor, dtype: Dtype): Tensor {
  if (x.dtype === dtype) return x;
  return call('cast', [inOrder(x)], [empty(x.shape, dtype, x.storage.backend)], {});
}

/** 1 in the column that each label names: int32 [...] → float32 [..., classes]. Rows of zeros for labels below 0. */
export function oneHot(labels: Tensor, classes: number): Tensor {
  expectDtype('oneHot', labels, 'int32');
  expectIndices('oneHot', labels, -Infinity, classes);
  const table = identity(classes);
  const y = call(
    'gather',
    [table, inOrder(labels)],
    [empty([...labels.shape, classes], 'float32', labels.storage.backend)],
    { rows: classes, count: labels.size, width: classes },
  );
  table.dispose();
  return y;
}

/** The same elements, through which no gradient flows. */
export function stopGradient(x: Tensor): Tensor {
  return view(x, x.shape, x.strides, x.offset);
}
