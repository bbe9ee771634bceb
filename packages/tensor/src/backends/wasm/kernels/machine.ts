import { bytesPerElement } from '../../../array/dtype.ts';
import type { Tensor } from '../../../array/tensor.ts';
import type { Kernels } from '../../kernels.ts';
import type { Heap } from '../heap.ts';
import type { Threads } from '../threads.ts';
import type { WasmBackend, WasmStorage } from '../wasm-backend.ts';

/** What a kernel computes with. */
export interface Machine {
  readonly heap: Heap;
  readonly threads: Threads;
  readonly backend: WasmBackend;
}

/** From a call to WebAssembly functions: addresses, strides, and how the work is divided. */
export type WasmKernel<K extends keyof Kernels> = (
  machine: Machine,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  parameters: Kernels[K],
) => void;

/** Where a tensor's first element lies. */
export function addressOf(tensor: Tensor): number {
  return (tensor.storage as WasmStorage).address + tensor.offset * bytesPerElement[tensor.dtype];
}

/** The tensor at a place, which the kernel's declaration promises. */
export function at(tensors: readonly Tensor[], index: number): Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new Error(`A kernel was called without its tensor ${index}.`);
  return tensor;
}

/** About how many simple steps are worth waking the other threads: some ten microseconds. */
const worthSharing = 32_768;

/** Runs a kernel on all threads where its steps (elements touched, or multiplications / 4) are many. */
export function divide(
  machine: Machine,
  steps: number,
  kernel: string,
  units: number,
  ...numbers: number[]
): void {
  if (steps < worthSharing) machine.threads.alone(kernel, units, ...numbers);
  else machine.threads.together(kernel, units, ...numbers);
}

/** Memory for the time of a kernel. */
export function borrow(machine: Machine, bytes: number, work: (address: number) => void): void {
  const address = machine.heap.allocate(bytes);
  try {
    work(address);
  } finally {
    machine.heap.release(address);
  }
}
