import { bytesPerElement, elementsOf, type ElementArray } from '../../array/dtype.ts';
import { denseStrides } from '../../array/shape.ts';
import type { Tensor } from '../../array/tensor.ts';
import type { Storage } from '../../memory/storage.ts';
import type { Backend } from '../backend.ts';
import type { Kernels } from '../kernels.ts';
import { BufferPool, bufferSize } from './buffer-pool.ts';
import { CommandQueue } from './command-queue.ts';
import { Encoder } from './encoder.ts';
import { Failures } from './failures.ts';
import { FallBack } from './fall-back.ts';
import type { GpuDevice } from './gpu.ts';
import { kernels } from './kernels/index.ts';
import { openDevice } from './open-device.ts';
import { Pipelines } from './pipelines.ts';
import { Plan, type GpuKernel } from './plan.ts';
import type { Step } from './steps.ts';
import { extentOf, type GpuStorage, type View } from './view.ts';

/**
 * Computes on the GPU. Kernels are sent off and not waited for: no operation has to know a number to know a shape, so a
 * program waits only where it reads (`await tensor.data()`). What has no shader runs on WebAssembly in its turn, with one
 * copy each way.
 */
export class WebGpuBackend implements Backend {
  readonly name = 'webgpu';
  readonly threads = 1;
  /** What computes, as far as the browser tells. */
  readonly adapter: string;
  readonly #device: GpuDevice;
  readonly #failures: Failures;
  readonly #pool: BufferPool;
  readonly #queue: CommandQueue;
  readonly #fallBack = new FallBack();
  /** Kernels that ran on WebAssembly, and how often. */
  readonly fallBacks = new Map<string, number>();
  readonly #largest: number;
  #usedBytes = 0;
  #storages = 0;

  private constructor(device: GpuDevice, adapter: string) {
    this.#device = device;
    this.adapter = adapter;
    this.#largest = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
    this.#failures = new Failures();
    this.#pool = new BufferPool(device, this.#failures);
    const pipelines = new Pipelines(device, this.#failures);
    const encoder = new Encoder(device, this.#pool, pipelines, this.#failures);
    this.#queue = new CommandQueue(encoder, this.#pool, this.#failures);
    void device.lost.then(({ reason, message }) =>
      this.#failures.lose(
        reason === 'destroyed'
          ? 'The GPU’s tensors are gone: stop() was called.'
          : `The GPU was lost, and every tensor on it: ${message} Call start() again and load what was saved.`,
      ),
    );
  }

  /** @throws Error where there is no WebGPU or no adapter; the message says what to do. */
  static async start(): Promise<WebGpuBackend> {
    const { device, adapter } = await openDevice();
    return new WebGpuBackend(device, adapter);
  }

  /** At once: there are no threads to come up. */
  async ready(): Promise<void> {}

  /** Gives the device back, and every tensor with it. */
  async stop(): Promise<void> {
    this.#device.destroy();
  }

  allocate(bytes: number): GpuStorage {
    const size = bufferSize(bytes);
    if (size > this.#largest)
      throw new RangeError(
        `This GPU holds at most ${Math.floor(this.#largest / 1_048_576)} MiB in one tensor; ` +
          `${Math.ceil(size / 1_048_576)} MiB were asked for. Use smaller batches, or parts.`,
      );
    this.#usedBytes += size;
    this.#storages += 1;
    return { backend: this, bytes, references: 0, version: 0, buffer: null };
  }

  free(storage: Storage): void {
    this.#usedBytes -= bufferSize(storage.bytes);
    this.#storages -= 1;
    this.#queue.free(storage as GpuStorage);
  }

  write(storage: Storage, elements: ElementArray): void {
    const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
    const extent = { storage: storage as GpuStorage, begin: 0, bytes: bytes.byteLength };
    // The caller may change its array as soon as this returns.
    this.#queue.write(extent, this.#queue.idle ? bytes : bytes.slice());
  }

  async read(tensor: Tensor): Promise<ElementArray> {
    const view = this.#inOrder(viewOf(tensor));
    const extent = extentOf(view);
    const reading = this.#queue.read(extent);
    if (view.storage !== tensor.storage) this.free(view.storage);
    const bytes = await reading;
    const begin = view.size === 0 ? 0 : view.offset * bytesPerElement[view.dtype] - extent.begin;
    return elementsOf(view.dtype, bytes.buffer, begin, view.size);
  }

  readNow(): never {
    throw new Error(
      'On WebGPU results come later: use `await tensor.data()` in place of item() and dataNow(). traceNotFinite() and ' +
        'checks of indices need WebAssembly, `await start()`.',
    );
  }

  run<K extends keyof Kernels>(
    kernel: K,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    parameters: Kernels[K],
  ): void {
    for (const { storage } of outputs)
      if (inputs.some((input) => input.storage === storage)) storage.version += 1;
    this.#run(kernel, inputs.map(viewOf), outputs.map(viewOf), parameters);
  }

  memory(): { usedBytes: number; reservedBytes: number; storages: number } {
    return { usedBytes: this.#usedBytes, reservedBytes: this.#pool.reservedBytes, storages: this.#storages };
  }

  #run<K extends keyof Kernels>(
    kernel: K,
    inputs: readonly View[],
    outputs: readonly View[],
    parameters: Kernels[K],
  ): void {
    if (outputs.every(({ size }) => size === 0)) return;
    const plan = new Plan(kernel, (bytes) => this.allocate(bytes));
    const shader = kernels[kernel] as GpuKernel<K> | undefined;
    let steps: readonly Step[] = plan.steps;
    if (shader?.(plan, inputs, outputs, parameters) !== true) {
      steps = [this.#fallBack.step(kernel, inputs, outputs, parameters)];
      this.fallBacks.set(kernel, (this.fallBacks.get(kernel) ?? 0) + 1);
    }
    this.#queue.run(steps);
    for (const temporary of plan.temporaries) this.free(temporary);
  }

  /** The view itself where it is dense, a dense copy elsewhere. */
  #inOrder(view: View): View {
    if (view.dense) return view;
    const storage = this.allocate(view.size * bytesPerElement[view.dtype]);
    const copy: View = { ...view, storage, strides: denseStrides(view.shape), offset: 0, dense: true };
    this.#run('copy', [view], [copy], {});
    return copy;
  }
}

function viewOf({ storage, dtype, shape, strides, offset, size, dense }: Tensor): View {
  return { storage: storage as GpuStorage, dtype, shape, strides, offset, size, dense };
}
