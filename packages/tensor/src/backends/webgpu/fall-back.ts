import { bytesPerElement } from '../../array/dtype.ts';
import { Tensor } from '../../array/tensor.ts';
import type { Storage } from '../../memory/storage.ts';
import type { Kernels } from '../kernels.ts';
import { WasmBackend } from '../wasm/wasm-backend.ts';
import type { HostStep } from './steps.ts';
import { extentOf, type Extent, type GpuStorage, type View } from './view.ts';

/** Runs a kernel that has no shader on WebAssembly: what it reads is copied there once, what it writes back once. */
export class FallBack {
  #starting: Promise<WasmBackend> | null = null;
  #wasm: WasmBackend | null = null;

  step<K extends keyof Kernels>(
    kernel: K,
    inputs: readonly View[],
    outputs: readonly View[],
    parameters: Kernels[K],
  ): HostStep {
    const extents = joined([...inputs, ...outputs]);
    // Bytes between the elements that are written must come back as they were.
    const needed = new Set(
      [...inputs, ...outputs.filter((view) => !view.dense)].map(({ storage }) => storage),
    );
    const written = new Set(outputs.map(({ storage }) => storage));
    const reads = extents.filter(({ storage }) => needed.has(storage));
    const writes = extents.filter(({ storage }) => written.has(storage));
    const compute = (wasm: WasmBackend, read: readonly Uint8Array[]): Uint8Array[] => {
      const copies = new Map<GpuStorage, { extent: Extent; storage: Storage }>();
      for (const extent of extents)
        copies.set(extent.storage, { extent, storage: wasm.allocate(extent.bytes) });
      reads.forEach(({ storage }, i) =>
        wasm.write(copies.get(storage)?.storage as Storage, read[i] as Uint8Array),
      );
      const tensors = new Map<View, Tensor>();
      for (const view of [...inputs, ...outputs]) {
        const { extent, storage } = copies.get(view.storage) as { extent: Extent; storage: Storage };
        const offset = view.offset - extent.begin / bytesPerElement[view.dtype];
        tensors.set(view, new Tensor(storage, view.dtype, view.shape, view.strides, offset));
      }
      const of = (view: View): Tensor => tensors.get(view) as Tensor;
      const whole = writes.map(
        ({ storage, bytes }) => new Tensor(copies.get(storage)?.storage as Storage, 'uint8', [bytes]),
      );
      try {
        run(wasm, kernel, inputs.map(of), outputs.map(of), parameters);
        return whole.map((tensor) => wasm.readNow(tensor) as Uint8Array);
      } finally {
        for (const tensor of [...tensors.values(), ...whole]) tensor.dispose();
      }
    };
    const work = (read: readonly Uint8Array[]): Uint8Array[] | Promise<Uint8Array[]> =>
      this.#wasm === null ? this.#start().then((wasm) => compute(wasm, read)) : compute(this.#wasm, read);
    return { kind: 'host', kernel, reads, writes, work };
  }

  /** The first kernel that needs it starts it. */
  async #start(): Promise<WasmBackend> {
    this.#starting ??= WasmBackend.start();
    return (this.#wasm = await this.#starting);
  }
}

/** @throws Error that names the kernel: whoever hears of it asked for something else since. */
function run<K extends keyof Kernels>(
  wasm: WasmBackend,
  kernel: K,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  parameters: Kernels[K],
): void {
  try {
    wasm.run(kernel, inputs, outputs, parameters);
  } catch (error) {
    throw new Error(`${kernel}: ${(error as Error).message}`, { cause: error });
  }
}

/** One extent for each storage, around all of its views. */
function joined(views: readonly View[]): Extent[] {
  const extents = new Map<GpuStorage, Extent>();
  for (const { storage, begin, bytes } of views.map(extentOf)) {
    const other = extents.get(storage) ?? { begin, bytes };
    const first = Math.min(begin, other.begin);
    const end = Math.max(begin + bytes, other.begin + other.bytes);
    extents.set(storage, { storage, begin: first, bytes: end - first });
  }
  return [...extents.values()];
}
