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

  constructor(functions: Readonly<Record<string, KernelFunction>>, memory: Memory, scratchAt: number) {
    this.#functions = functions;
    this.#numbers = new Map(Object.keys(this.#functions).map((name, number) => [name, number]));
    this.#words = new Int32Array(memory.buffer, 0, argumentsAt / 4);
    this.#arguments = new Float64Array(memory.buffer, argumentsAt, mostArguments);
    this.#scratchAt = scratchAt;
    this.#mayWait = !('document' in globalThis);
  }

  get count(): number {
    return this.#count;
  }

  /** Starts the others. They wait without holding the process open. */
  async start(threads: number, modules: readonly Module[], memory: Memory): Promise<void> {
    const kernels = [...this.#numbers.keys()];
    for (let index = 1; index < threads; index++) {
      const scratchAt = this.#scratchAt + index * scratchBytes;
      this.#workers.push(await startWorker({ modules, memory, kernels, index, threads, scratchAt }));
    }
    const limit = Date.now() + 10_000;
    while (Atomics.load(this.#words, word.ready) < threads - 1) {
      if (Date.now() > limit)
        throw new Error(`${threads - 1} threads were started and did not come up within 10 s.`);
      await new Promise((later) => setTimeout(later, 1));
    }
    this.#count = threads;
  }

  async stop(): Promise<void> {
    this.#count = 1;
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  /** Units `[0, units)` on this thread alone. */
  alone(kernel: string, units: number, ...numbers: number[]): void {
    for (let i = 0; i < numbers.length; i++) if (numbers[i] === scratch) numbers[i] = this.#scratchAt;
    this.#functions[kernel]?.(...numbers, 0, units);
  }

  /** Units `[0, units)` divided among all threads; returns when all are done. */
  together(kernel: string, units: number, ...numbers: number[]): void {
    if (this.#count === 1 || units < 2) return this.alone(kernel, units, ...numbers);
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
) => { postMessage(start: WorkerStart): void; terminate(): void };

async function startWorker(start: WorkerStart): Promise<{ terminate(): unknown }> {
  const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  // Bundlers look for this very expression to find the worker's file.
  if (node === undefined) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.postMessage(start);
    return worker;
  }
  const worker = new node.Worker(new URL('./worker.ts', import.meta.url), { workerData: start });
  worker.unref();
  return worker;
}
