import type { Failures } from './failures.ts';
import { usage, type GpuBuffer, type GpuDevice } from './gpu.ts';

/** A storage has at least so many bytes: a uniform slot, and nothing smaller is given out by drivers either. */
const smallest = 256;
/** So many bytes may lie free beside those in use before free buffers are given back to the device. */
const spare = 268_435_456;

/**
 * Buffers of the device, kept by size and given out again: a step of training asks for the same sizes as the one before.
 * A buffer that is given back may be taken at once, since commands reach the device in the order in which they are encoded.
 */
export class BufferPool {
  readonly #device: GpuDevice;
  readonly #failures: Failures;
  #free = new Map<number, GpuBuffer[]>();
  #freeBytes = 0;
  #reservedBytes = 0;

  constructor(device: GpuDevice, failures: Failures) {
    this.#device = device;
    this.#failures = failures;
  }

  get reservedBytes(): number {
    return this.#reservedBytes;
  }

  /** @param submit sends off what is encoded, so that free buffers may be destroyed. */
  take(bytes: number, kernel: string, submit: () => void): GpuBuffer {
    const size = bufferSize(bytes);
    const found = this.#free.get(size)?.pop();
    if (found !== undefined) {
      this.#freeBytes -= size;
      return found;
    }
    if (this.#freeBytes > this.#reservedBytes / 2 + spare) {
      submit();
      this.#clear();
    }
    this.#device.pushErrorScope('out-of-memory');
    const made = this.#device.createBuffer({
      size,
      usage: usage.storage | usage.copySource | usage.copyTarget,
    });
    this.#failures.watch(
      this.#device.popErrorScope(),
      () =>
        `${kernel}: the GPU has no memory left. ${showMiB(size)} more were asked for, ${showMiB(this.#reservedBytes)} are ` +
        'taken. Use smaller batches, or scope() what a step makes.',
    );
    this.#reservedBytes += size;
    return made;
  }

  give(buffer: GpuBuffer): void {
    const list = this.#free.get(buffer.size);
    if (list === undefined) this.#free.set(buffer.size, [buffer]);
    else list.push(buffer);
    this.#freeBytes += buffer.size;
  }

  #clear(): void {
    for (const list of this.#free.values()) for (const buffer of list) buffer.destroy();
    this.#free = new Map();
    this.#reservedBytes -= this.#freeBytes;
    this.#freeBytes = 0;
  }
}

/** Steps of an eighth of the next lower power of two: at most 12.5 % is given away, and sizes are few. */
export function bufferSize(bytes: number): number {
  const step = Math.max(smallest, 2 ** (Math.floor(Math.log2(Math.max(1, bytes))) - 3));
  return Math.max(smallest, Math.ceil(bytes / step) * step);
}

function showMiB(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576)} MiB`;
}
