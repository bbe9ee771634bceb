import { bytesPerElement, type Dtype } from '../../array/dtype.ts';
import { denseStrides, sizeOf, type Shape } from '../../array/shape.ts';
import type { Kernels } from '../kernels.ts';
import type { Dispatch, HostStep, Step } from './steps.ts';
import type { GpuStorage, View } from './view.ts';

/** Lines up the steps of a kernel. @returns whether the GPU takes it; false, before any step: WebAssembly has to. */
export type GpuKernel<K extends keyof Kernels> = (
  plan: Plan,
  inputs: readonly View[],
  outputs: readonly View[],
  parameters: Kernels[K],
) => boolean;

export type GpuKernels = { readonly [K in keyof Kernels]?: GpuKernel<K> };

/** The steps of one kernel, and the memory that it needs in between. */
export class Plan {
  readonly steps: Step[] = [];
  readonly temporaries: GpuStorage[] = [];
  readonly #kernel: string;
  readonly #allocate: (bytes: number) => GpuStorage;

  constructor(kernel: string, allocate: (bytes: number) => GpuStorage) {
    this.#kernel = kernel;
    this.#allocate = allocate;
  }

  dispatch(dispatch: Omit<Dispatch, 'kind' | 'kernel'>): void {
    this.steps.push({ kind: 'dispatch', kernel: this.#kernel, ...dispatch });
  }

  onHost(step: Omit<HostStep, 'kind' | 'kernel'>): void {
    this.steps.push({ kind: 'host', kernel: this.#kernel, ...step });
  }

  /** Memory for the time of the kernel, not cleared. */
  temporary(shape: Shape, dtype: Dtype = 'float32'): View {
    const size = sizeOf(shape);
    const storage = this.#allocate(size * bytesPerElement[dtype]);
    this.temporaries.push(storage);
    return { storage, dtype, shape, strides: denseStrides(shape), offset: 0, size, dense: true };
  }
}

/** The view at a place, which the kernel's declaration promises. */
export function at(views: readonly View[], index: number): View {
  const view = views[index];
  if (view === undefined) throw new Error(`A kernel was called without its tensor ${index}.`);
  return view;
}
