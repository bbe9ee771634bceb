import { ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';

/**
 * Kernels read and write where indices point, so these must point inside. On WebGPU, which keeps accesses inside of a
 * buffer by itself and whose numbers are not there yet, they are not looked at.
 * @param least The least that is taken: 0, or below where that means none.
 * @throws ShapeError that names the first index outside of [least, below).
 */
export function expectIndices(operation: string, indices: Tensor, least: number, below: number): void {
  if (indices.storage.backend.name !== 'wasm') return;
  for (const index of indices.dataNow<'int32'>())
    if (index < least || index >= below)
      throw new ShapeError(`${operation}: there is no index ${index}; they go from 0 to ${below - 1}.`);
}
