import type { ElementArray } from '../array/dtype.ts';
import type { Tensor } from '../array/tensor.ts';
import type { Storage } from '../memory/storage.ts';
import type { Kernels } from './kernels.ts';

/**
 * What holds tensors and computes with them. Operations check shapes, make the results' tensors and ask for kernels by
 * name; a back end knows nothing of gradients or broadcasting rules.
 */
export interface Backend {
  readonly name: 'wasm' | 'webgpu';
  /** How many threads compute, this one among them, and those that are still coming up. */
  readonly threads: number;
  /** Memory for so many bytes, not cleared. @throws Error where there is none left. */
  allocate(bytes: number): Storage;
  free(storage: Storage): void;
  /** Puts elements at the beginning of a storage. */
  write(storage: Storage, elements: ElementArray): void;
  /** The elements in the order of the shape, when everything before is done. */
  read(tensor: Tensor): Promise<ElementArray>;
  /** The same at once. @throws Error on back ends that only answer later. */
  readNow(tensor: Tensor): ElementArray;
  /** Computes, or lines up to be computed; results are read by `read`. */
  run<K extends keyof Kernels>(
    kernel: K,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    parameters: Kernels[K],
  ): void;
  memory(): { readonly usedBytes: number; readonly reservedBytes: number; readonly storages: number };
}
