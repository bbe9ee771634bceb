// A thread that computes: it shares the memory and the kernels, waits for jobs, and does its part of each.
import { argumentsAt, mostArguments, part, scratch, word } from './jobs.ts';
import { instantiate } from './load-kernels.ts';
import type { Memory, Module } from './webassembly.ts';

export interface WorkerStart {
  readonly modules: readonly Module[];
  readonly memory: Memory;
  /** Names of the kernels by number. */
  readonly kernels: readonly string[];
  /** 1 for the first worker; the thread that asks is 0. */
  readonly index: number;
  readonly threads: number;
  /** Address of this thread's scratch memory. */
  readonly scratchAt: number;
}

/** Looks for work this many times before it sleeps: some tenths of a millisecond. */
const patience = 20_000;

function work({ modules, memory, kernels, index, threads, scratchAt }: WorkerStart): never {
  const all = instantiate(modules, memory);
  const functions = kernels.map((name) => all[name]);
  const words = new Int32Array(memory.buffer, 0, argumentsAt / 4);
  const numbers = new Float64Array(memory.buffer, argumentsAt, mostArguments);
  let seen = Atomics.load(words, word.sequence);
  Atomics.add(words, word.ready, 1);
  for (;;) {
    let look = 0;
    while (Atomics.load(words, word.sequence) === seen) {
      if (++look < patience) continue;
      Atomics.add(words, word.sleeping, 1);
      Atomics.wait(words, word.sequence, seen);
      Atomics.sub(words, word.sleeping, 1);
    }
    seen = (seen + 1) | 0;
    const list: number[] = [];
    const count = words[word.count] as number;
    for (let i = 0; i < count; i++) list.push(numbers[i] === scratch ? scratchAt : (numbers[i] as number));
    const [from, to] = part(words[word.units] as number, threads, index);
    try {
      functions[words[word.kernel] as number]?.(...list, from, to);
    } catch {
      Atomics.store(words, word.failed, 1);
    }
    if (Atomics.add(words, word.done, 1) === threads - 2) Atomics.notify(words, word.done);
  }
}

declare function addEventListener(
  name: 'message',
  listener: (event: { readonly data: WorkerStart }) => void,
): void;

const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (node === undefined) addEventListener('message', ({ data }) => work(data));
else work(node.workerData as WorkerStart);
