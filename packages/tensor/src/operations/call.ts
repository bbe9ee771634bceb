import { bytesPerElement, type Dtype } from '../array/dtype.ts';
import { show, ShapeError, sizeOf, type Shape } from '../array/shape.ts';
import { Tensor } from '../array/tensor.ts';
import type { Backend } from '../backends/backend.ts';
import { currentBackend } from '../backends/current.ts';
import type { Kernels } from '../backends/kernels.ts';
import { traceResult } from './trace.ts';

/** What an operation takes for a float32 tensor: one, or a number. */
export type Operand = Tensor | number;

/** A new tensor whose elements are not set. */
export function empty(shape: Shape, dtype: Dtype = 'float32', backend: Backend = currentBackend()): Tensor {
  return new Tensor(backend.allocate(sizeOf(shape) * bytesPerElement[dtype]), dtype, shape);
}

/** Runs a kernel where the inputs lie and returns its first output. */
export function call<K extends keyof Kernels>(
  kernel: K,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  parameters: Kernels[K],
): Tensor {
  const [first] = outputs as [Tensor];
  const { backend } = first.storage;
  for (const input of inputs)
    if (input.storage.backend !== backend)
      throw new Error(
        `${kernel}: one tensor lies on ${input.storage.backend.name}, another on ${backend.name}. Make all of them ` +
          'after the same start().',
      );
  backend.run(kernel, inputs, outputs, parameters);
  traceResult((parameters as { readonly name?: string }).name ?? kernel, inputs, outputs);
  return first;
}

/** @throws ShapeError where a tensor holds another kind of elements than the operation takes. */
export function expectDtype(operation: string, x: Tensor, dtype: Dtype): void {
  if (x.dtype !== dtype)
    throw new ShapeError(
      `${operation}: ${dtype} is taken here, not ${x.dtype} of shape ${show(x.shape)}. Use cast().`,
    );
}

/** @throws ShapeError where a tensor has another number of axes. */
export function expectRank(operation: string, x: Tensor, rank: number, meaning: string): void {
  if (x.shape.length !== rank)
    throw new ShapeError(`${operation}: ${meaning} is taken here, not a tensor of shape ${show(x.shape)}.`);
}
