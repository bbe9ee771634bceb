import { bytesPerElement, elementsOf, type ElementArray } from '../../array/dtype.ts';
import { Tensor } from '../../array/tensor.ts';
import type { Storage } from '../../memory/storage.ts';
import type { Backend } from '../backend.ts';
import type { Kernels } from '../kernels.ts';
import { Heap } from './heap.ts';
import { jobBlockBytes, scratchBytes } from './jobs.ts';
import { kernels, type Machine } from './kernels/index.ts';
import { canShareMemory, hasRelaxedSimd, instantiate, loadKernels, type Build } from './load-kernels.ts';
import { Threads } from './threads.ts';
import { webAssembly, type Memory } from './webassembly.ts';

export interface WasmOptions {
  /** How many threads compute. 1 where memory cannot be shared. */
  readonly threads?: number;
  /** `plain` gives the same bits on every machine; `fused` is about twice as fast where the machine has it (default). */
  readonly build?: Build;
  /** Most memory that tensors may take, in bytes: 4 GiB by default. */
  readonly memoryLimit?: number;
}

/** A storage of the Wasm back end: an address in its memory. */
export interface WasmStorage extends Storage {
  readonly address: number;
}

/** The most that 32-bit addresses reach. */
const mostBytes = 4_294_967_296;
const pageBytes = 65_536;

/** Computes with WebAssembly SIMD, on one or several threads, at once. */
export class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly build: Build;
  readonly #heap: Heap;
  readonly #threads: Threads;
  readonly #machine: Machine;

  private constructor(build: Build, heap: Heap, threads: Threads) {
    this.build = build;
    this.#heap = heap;
    this.#threads = threads;
    this.#machine = { heap, threads, backend: this };
  }

  static async start(options: WasmOptions = {}): Promise<WasmBackend> {
    const build = options.build ?? (hasRelaxedSimd() ? 'fused' : 'plain');
    const shared = canShareMemory();
    const threads = shared ? Math.max(1, Math.floor(options.threads ?? 1)) : 1;
    const limitPages = Math.floor(Math.min(options.memoryLimit ?? mostBytes, mostBytes) / pageBytes);
    const begin = jobBlockBytes + threads * scratchBytes;
    const modules = await loadKernels(build, shared);
    const memory = makeMemory(Math.ceil(begin / pageBytes) + 1, limitPages, shared);
    const pool = new Threads(instantiate(modules, memory), memory, jobBlockBytes);
    if (threads > 1) await pool.start(threads, modules, memory);
    return new WasmBackend(build, new Heap(memory, limitPages, begin), pool);
  }

  get threads(): number {
    return this.#threads.count;
  }

  /**
   * When all threads are there. Nobody has to wait for it: in Node this one computes alone until then, with the same results.
   * @throws Error where threads do not come up; the next operation that would use them says so too.
   */
  ready(): Promise<void> {
    return this.#threads.ready();
  }

  /** Ends the other threads; this one goes on alone. */
  stop(): Promise<void> {
    return this.#threads.stop();
  }

  allocate(bytes: number): Storage {
    const storage: WasmStorage = {
      backend: this,
      address: this.#heap.allocate(bytes),
      bytes,
      references: 0,
      version: 0,
    };
    return storage;
  }

  free(storage: Storage): void {
    this.#heap.release((storage as WasmStorage).address);
  }

  write(storage: Storage, elements: ElementArray): void {
    const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
    this.#heap.elements('uint8', (storage as WasmStorage).address, elements.byteLength).set(bytes);
  }

  readNow(tensor: Tensor): ElementArray {
    if (tensor.dense) {
      const begin = (tensor.storage as WasmStorage).address + tensor.offset * bytesPerElement[tensor.dtype];
      // A copy in memory of its own: what lies in the heap moves on.
      const copy = new Uint8Array(this.#heap.elements('uint8', begin, tensor.bytes));
      return elementsOf(tensor.dtype, copy.buffer, 0, tensor.size);
    }
    const dense = new Tensor(this.allocate(tensor.bytes), tensor.dtype, tensor.shape);
    try {
      this.run('copy', [tensor], [dense], {});
      return this.readNow(dense);
    } finally {
      dense.dispose();
    }
  }

  async read(tensor: Tensor): Promise<ElementArray> {
    return this.readNow(tensor);
  }

  run<K extends keyof Kernels>(
    kernel: K,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    parameters: Kernels[K],
  ): void {
    kernels[kernel](this.#machine, inputs, outputs, parameters);
  }

  memory(): { usedBytes: number; reservedBytes: number; storages: number } {
    const { usedBytes, reservedBytes, blocks } = this.#heap;
    return { usedBytes, reservedBytes, storages: blocks };
  }
}

/** Reserving addresses may be refused where there are few (phones); half as many may be granted. */
function makeMemory(initial: number, limit: number, shared: boolean): Memory {
  for (let maximum = limit; ; maximum = Math.floor(maximum / 2)) {
    try {
      return new webAssembly.Memory({ initial, maximum, shared });
    } catch (error) {
      if (maximum / 2 < initial) throw error;
    }
  }
}
