import type { BufferPool } from './buffer-pool.ts';
import type { Encoder } from './encoder.ts';
import type { Failures } from './failures.ts';
import { mapForReading, type GpuBuffer } from './gpu.ts';
import type { HostStep, Step } from './steps.ts';
import type { Extent, GpuStorage } from './view.ts';

/**
 * Everything that is done to storages, in the order in which it was asked for. Commands are encoded at once, unless an
 * earlier one waits for the host to work on what the device computed: then they line up behind it.
 */
export class CommandQueue {
  readonly #encoder: Encoder;
  readonly #pool: BufferPool;
  readonly #failures: Failures;
  /** Those that wait, the first one first; null where none does. */
  #waiting: (() => void)[] | null = null;

  constructor(encoder: Encoder, pool: BufferPool, failures: Failures) {
    this.#encoder = encoder;
    this.#pool = pool;
    this.#failures = failures;
  }

  run(steps: readonly Step[]): void {
    for (const step of steps)
      this.#inTurn(() => {
        if (step.kind === 'dispatch') this.#noting(() => this.#encoder.dispatch(step));
        else this.#onHost(step);
      });
  }

  /** @param bytes must stay as they are, unless nothing waits (`idle`). */
  write(extent: Extent, bytes: Uint8Array): void {
    this.#inTurn(() => this.#noting(() => this.#encoder.write(extent, bytes, 'write')));
  }

  /** Whether commands are encoded at once. */
  get idle(): boolean {
    return this.#waiting === null;
  }

  /** Later commands may use its buffer, earlier ones still do. */
  free(storage: GpuStorage): void {
    this.#inTurn(() => {
      if (storage.buffer !== null) this.#pool.give(storage.buffer);
      storage.buffer = null;
    });
  }

  /** A copy of bytes, when all commands so far are done. @throws Error what went wrong in any of them. */
  async read(extent: Extent): Promise<Uint8Array> {
    const staging = await new Promise<GpuBuffer>((resolve, reject) => {
      this.#inTurn(() => {
        try {
          resolve(this.#encoder.read([extent], 'read'));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    const bytes = await this.#map(staging);
    await this.#failures.settle();
    return bytes ?? new Uint8Array(extent.bytes);
  }

  #inTurn(command: () => void): void {
    if (this.#waiting === null) command();
    else this.#waiting.push(command);
  }

  #noting(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failures.note(error as Error);
    }
  }

  #onHost(step: HostStep): void {
    // What needs nothing from the device need not wait for it.
    if (step.reads.length > 0) return this.#hold(this.#readThenWork(step));
    this.#noting(() => {
      const made = step.work([]);
      if (made instanceof Promise) this.#hold(made.then((results) => this.#put(step, results)));
      else this.#put(step, made);
    });
  }

  async #readThenWork(step: HostStep): Promise<void> {
    const bytes = await this.#map(this.#encoder.read(step.reads, step.kernel));
    if (bytes === null) return;
    let at = 0;
    const parts = step.reads.map((extent) => bytes.subarray(at, (at += extent.bytes)));
    this.#put(step, await step.work(parts));
  }

  #put({ writes, kernel }: HostStep, results: readonly Uint8Array[]): void {
    writes.forEach((extent, i) => this.#encoder.write(extent, results[i] as Uint8Array, kernel));
  }

  /** Later commands wait until `work` is done, then go on in their order. */
  #hold(work: Promise<void>): void {
    const waiting: (() => void)[] = [];
    this.#waiting = waiting;
    void work
      .catch((error: unknown) => this.#failures.note(error as Error))
      .then(() => {
        this.#waiting = null;
        // As soon as one of them waits for the host, the rest lines up behind that one.
        for (const command of waiting) this.#inTurn(command);
      });
  }

  /** What a staging buffer holds; null, and a failure noted, where the device cannot tell. */
  async #map(staging: GpuBuffer): Promise<Uint8Array | null> {
    try {
      await staging.mapAsync(mapForReading);
      return new Uint8Array(staging.getMappedRange().slice(0));
    } catch (error) {
      this.#failures.note(
        new Error(`The GPU did not give back what it computed: ${(error as Error).message}`),
      );
      return null;
    } finally {
      staging.destroy();
    }
  }
}
