import { bytesPerElement, type Dtype } from '../../array/dtype.ts';
import { denseStrides, isDense, sizeOf, type Shape } from '../../array/shape.ts';
import type { Storage } from '../../memory/storage.ts';
import type { GpuBuffer } from './gpu.ts';

/** A storage of the WebGPU back end. Its buffer is chosen when the first command that uses it is encoded. */
export interface GpuStorage extends Storage {
  buffer: GpuBuffer | null;
}

/** What a command must know of a tensor: the tensor itself may be gone when the command's turn comes. */
export interface View {
  readonly storage: GpuStorage;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly size: number;
  readonly dense: boolean;
}

/** A view of other axes on the same elements. */
export function reshaped(view: View, shape: Shape, strides = denseStrides(shape)): View {
  return { ...view, shape, strides, size: sizeOf(shape), dense: isDense(shape, strides) };
}

/** Bytes of a storage, both multiples of 4. */
export interface Extent {
  readonly storage: GpuStorage;
  readonly begin: number;
  readonly bytes: number;
}

/** The bytes that a view's elements lie between. */
export function extentOf({ storage, dtype, shape, strides, offset, size }: View): Extent {
  if (size === 0) return { storage, begin: 0, bytes: 0 };
  let [first, last] = [offset, offset];
  strides.forEach((stride, axis) => {
    const reach = stride * ((shape[axis] as number) - 1);
    if (reach < 0) first += reach;
    else last += reach;
  });
  const width = bytesPerElement[dtype];
  const begin = Math.floor((first * width) / 4) * 4;
  const end = Math.ceil(((last + 1) * width) / 4) * 4;
  return { storage, begin, bytes: end - begin };
}
