import {
  argumentsAt,
  mostArguments,
  part,
  scratch,
  scratchBytes,
  word,
  type KernelFunction,
} from './jobs.ts';
import type { WorkerStart } from './worker.ts';
import type { Memory, Module } from './webassembly.ts';

/** A kernel that failed in WebAssembly has no message of its own worth showing. */
export class KernelError extends Error {
  override readonly name = 'KernelError';
}

/** Looks this often whether the others are done before it lets them have its core. */
const patience = 50_000;

/** Milliseconds within which the others must have come up. */
const mostWait = 10_000;

/** Runs kernels on this thread and, when there are others and it is worth it, on all of them. */
export class Threads {
  readonly #functions: Readonly<Record<string, KernelFunction>>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #words: Int32Array;
  readonly #arguments: Float64Array;
  readonly #scratchAt: number;
  readonly #workers: { terminate(): unknown }[] = [];
  /** In a page's main thread waiting is forbidden. */
  readonly #mayWait: boolean;
  #count = 1;
  /** Until then this thread computes alone. */
  #ready = true;
  #begun = 0;
  #failure: Error | null = null;

  constructor(functions: Readonly<Record<string, KernelFunction>>, memory: Memory, scratchAt: number) {
    this.#functions = functions;
    this.#numbers = new Map(Object.keys(this.#functions).map((name, number) => [name, number]));
    this.#words = new Int32Array(memory.buffer, 0, argumentsAt / 4);
    this.#arguments = new Float64Array(memory.buffer, argumentsAt, mostArguments);
    this.#scratchAt = scratchAt;
    this.#mayWait = !('document' in globalThis);
  }

  /** How many compute, those among them that are still coming up. */
  get count(): number {
    return this.#count;
  }

  /**
   * Starts the others. They wait without holding the process open. In Node they come up by themselves while this thread goes
   * on alone, with the same results; a page's workers need its event loop, and so are waited for.
   */
  async start(threads: number, modules: readonly Module[], memory: Memory): Promise<void> {
    const kernels = [...this.#numbers.keys()];
    for (let index = 1; index < threads; index++) {
      const scratchAt = this.#scratchAt + index * scratchBytes;
      const failed = (error: Error): void => void (this.#failure ??= error);
      this.#workers.push(startWorker({ modules, memory, kernels, index, threads, scratchAt }, failed));
    }
    this.#begun = Date.now();
    this.#count = threads;
    this.#ready = false;
    if (node === undefined) await this.ready();
  }

  /** When the others are there. @throws Error where one of them fails, or they do not come up within 10 s. */
  async ready(): Promise<void> {
    while (!this.#areReady()) await new Promise((later) => setTimeout(later, 1));
  }

  async stop(): Promise<void> {
    this.#count = 1;
    this.#ready = true;
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  /** Units `[0, units)` on this thread alone. */
  alone(kernel: string, units: number, ...numbers: number[]): void {
    for (let i = 0; i < numbers.length; i++) if (numbers[i] === scratch) numbers[i] = this.#scratchAt;
    this.#functions[kernel]?.(...numbers, 0, units);
  }

  /** Units `[0, units)` divided among all threads; returns when all are done. */
  together(kernel: string, units: number, ...numbers: number[]): void {
    if (this.#count === 1 || units < 2 || !this.#areReady()) return this.alone(kernel, units, ...numbers);
    const words = this.#words;
    words[word.kernel] = this.#numbers.get(kernel) as number;
    words[word.count] = numbers.length;
    words[word.units] = units;
    for (let i = 0; i < numbers.length; i++) this.#arguments[i] = numbers[i] as number;
    Atomics.store(words, word.done, 0);
    Atomics.add(words, word.sequence, 1);
    if (Atomics.load(words, word.sleeping) > 0) Atomics.notify(words, word.sequence);
    for (let i = 0; i < numbers.length; i++) if (numbers[i] === scratch) numbers[i] = this.#scratchAt;
    const [from, to] = part(units, this.#count, 0);
    try {
      this.#functions[kernel]?.(...numbers, from, to);
    } finally {
      this.#wait();
    }
    if (Atomics.exchange(words, word.failed, 0) !== 0)
      throw new KernelError(`The kernel ${kernel} failed in another thread.`);
  }

  #areReady(): boolean {
    if (this.#ready) return true;
    const others = this.#count - 1;
    if (Atomics.load(this.#words, word.ready) >= others) return (this.#ready = true);
    const { message } = this.#failure ?? {};
    if (message === undefined && Date.now() - this.#begun <= mostWait) return false;
    throw new Error(
      `${others} more threads were started and did not come up${message === undefined ? ' within 10 s' : `: ${message}`}. ` +
        'start() with fewer threads computes the same.',
    );
  }

  #wait(): void {
    const others = this.#count - 1;
    let look = 0;
    for (;;) {
      const done = Atomics.load(this.#words, word.done);
      if (done >= others) return;
      if (++look > patience && this.#mayWait) Atomics.wait(this.#words, word.done, done, 1);
    }
  }
}

declare const Worker: new (
  url: URL,
  options: { type: 'module' },
) => {
  addEventListener(name: 'error', listener: (event: { readonly message?: string }) => void): void;
  postMessage(start: WorkerStart): void;
  terminate(): void;
};

/** Node’s threads; undefined in a page. */
const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');

function startWorker(start: WorkerStart, failed: (error: Error) => void): { terminate(): unknown } {
  // Bundlers look for this very expression to find the worker's file.
  if (node === undefined) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('error', ({ message = 'a worker did not start' }) => failed(new Error(message)));
    worker.postMessage(start);
    return worker;
  }
  const worker = new node.Worker(new URL('./worker.ts', import.meta.url), { workerData: start });
  worker.on('error', failed);
  worker.unref();
  return worker;
}
