import type { BufferPool } from './buffer-pool.ts';
import type { Failures } from './failures.ts';
import { usage, type GpuBuffer, type GpuCommandEncoder, type GpuComputePass, type GpuDevice } from './gpu.ts';
import type { Pipelines } from './pipelines.ts';
import type { Dispatch, Numeric } from './steps.ts';
import type { Extent, GpuStorage } from './view.ts';

/** Parameters of one dispatch; every device lets offsets be multiples of this. */
const slotBytes = 256;
/** Dispatches in one submission: enough to make it worth while, few enough that the GPU begins early. */
const slots = 64;

/** Turns steps into commands of the device, many in one submission. */
export class Encoder {
  readonly #device: GpuDevice;
  readonly #pool: BufferPool;
  readonly #pipelines: Pipelines;
  readonly #failures: Failures;
  readonly #words = new Int32Array((slots * slotBytes) / 4);
  readonly #floats = new Float32Array(this.#words.buffer);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  /** The parameters of a submission. It is written again for the next one: the device does one after the other. */
  readonly #parameters: GpuBuffer;
  #encoder: GpuCommandEncoder | null = null;
  #pass: GpuComputePass | null = null;
  #used = 0;
  #kernels = new Set<string>();
  #scheduled = false;

  constructor(device: GpuDevice, pool: BufferPool, pipelines: Pipelines, failures: Failures) {
    this.#device = device;
    this.#pool = pool;
    this.#pipelines = pipelines;
    this.#failures = failures;
    this.#parameters = device.createBuffer({
      size: slots * slotBytes,
      usage: usage.uniform | usage.copyTarget,
    });
  }

  dispatch(dispatch: Dispatch): void {
    if (dispatch.groups === 0) return;
    const { pipeline, layout } = this.#pipelines.of(dispatch);
    const views = [...Object.values(dispatch.reads), ...Object.values(dispatch.writes)];
    // Before the encoder is opened: to make room, what is encoded may be sent off.
    const buffers = views.map(({ storage }) => this.#bufferOf(storage, dispatch.kernel));
    const encoder = this.#open(dispatch.kernel);
    const entries = [{ binding: 0, resource: { buffer: this.#parameters, size: slotBytes } }];
    for (const buffer of buffers)
      entries.push({ binding: entries.length, resource: { buffer, size: buffer.size } });
    const slot = this.#used++;
    let word = (slot * slotBytes) / 4;
    for (const value of Object.values(dispatch.numbers)) this.#put(word++, value);
    for (const { offset } of views) this.#words[word++] = offset;
    if (word > ((slot + 1) * slotBytes) / 4) throw new Error(`${dispatch.kernel} has too many parameters.`);
    const group = this.#device.createBindGroup({ label: dispatch.shader, layout, entries });
    this.#pass ??= encoder.beginComputePass();
    this.#pass.setPipeline(pipeline);
    this.#pass.setBindGroup(0, group, [slot * slotBytes]);
    const most = this.#device.limits.maxComputeWorkgroupsPerDimension;
    const rows = Math.ceil(dispatch.groups / most);
    this.#pass.dispatchWorkgroups(Math.ceil(dispatch.groups / rows), rows);
    if (this.#used === slots) this.submit();
  }

  /** Bytes to the device, after everything that is encoded. */
  write({ storage, begin }: Extent, bytes: Uint8Array, kernel: string): void {
    const buffer = this.#bufferOf(storage, kernel);
    this.submit();
    if (bytes.byteLength > 0) this.#device.queue.writeBuffer(buffer, begin, wholeWords(bytes));
  }

  /** Copies into a buffer that the host can map, one extent behind the other, and sends everything off. */
  read(extents: readonly Extent[], kernel: string): GpuBuffer {
    const size = Math.max(
      4,
      extents.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    const staging = this.#device.createBuffer({ size, usage: usage.mapRead | usage.copyTarget });
    const buffers = extents.map(({ storage }) => this.#bufferOf(storage, kernel));
    const encoder = this.#open(kernel);
    this.#endPass();
    let at = 0;
    extents.forEach(({ begin, bytes }, i) => {
      if (bytes > 0) encoder.copyBufferToBuffer(buffers[i] as GpuBuffer, begin, staging, at, bytes);
      at += bytes;
    });
    this.submit();
    return staging;
  }

  #bufferOf(storage: GpuStorage, kernel: string): GpuBuffer {
    storage.buffer ??= this.#pool.take(storage.bytes, kernel, () => this.submit());
    return storage.buffer;
  }

  /** Sends off what is encoded. */
  submit(): void {
    if (this.#encoder === null) return;
    this.#endPass();
    const encoder = this.#encoder;
    this.#encoder = null;
    if (this.#used > 0)
      this.#device.queue.writeBuffer(this.#parameters, 0, this.#bytes, 0, this.#used * slotBytes);
    this.#device.queue.submit([encoder.finish()]);
    const kernels = this.#kernels;
    const message = (): string => `The GPU failed in one of ${[...kernels].join(', ')}.`;
    this.#failures.watch(this.#device.popErrorScope(), message);
    this.#kernels = new Set();
    this.#used = 0;
  }

  #open(kernel: string): GpuCommandEncoder {
    this.#kernels.add(kernel);
    if (this.#encoder !== null) return this.#encoder;
    this.#device.pushErrorScope('validation');
    if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.submit();
      });
    }
    return (this.#encoder = this.#device.createCommandEncoder());
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = null;
  }

  #put(word: number, value: Numeric): void {
    if (typeof value === 'number') this.#words[word] = value;
    else this.#floats[word] = value.float;
  }
}

/** The device takes multiples of four bytes, and no memory that threads share. */
function wholeWords(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength % 4 === 0 && bytes.buffer instanceof ArrayBuffer) return bytes;
  const copy = new Uint8Array(Math.ceil(bytes.byteLength / 4) * 4);
  copy.set(bytes);
  return copy;
}
