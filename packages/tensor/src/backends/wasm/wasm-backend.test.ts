import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as T from '../../index.ts';
import { joinAxes } from '../../array/join-axes.ts';
import { Heap } from './heap.ts';
import { jobBlockBytes } from './jobs.ts';
import { instantiate, loadKernels } from './load-kernels.ts';
import { webAssembly } from './webassembly.ts';

/** Some steps of training that use most kernels, with enough elements for several threads; the bits of what it came to. */
function train(steps: number): number[] {
  return T.scope(() => {
    const keys = T.random.split(T.random.key(11), 4);
    const w = {
      first: T.random.normal(keys[0] as T.Key, [96, 130], 0, 0.1),
      gain: T.ones([130]),
      shift: T.zeros([130]),
      table: new T.EmbeddingTable(T.random.normal(keys[1] as T.Key, [300, 96])),
    };
    const moments = T.leavesOf(w).map(([, leaf]) => {
      const { shape } = leaf instanceof T.EmbeddingTable ? leaf.weights : leaf;
      return { mean: T.zeros(shape), square: T.zeros(shape) };
    });
    const n = 257;
    const positives = T.tensor(
      Array.from({ length: n }, (_, i) => (i + 1) % n),
      [n],
      'int32',
    );
    const own = T.tensor(
      Array.from({ length: n }, (_, i) => i),
      [n],
      'int32',
    );
    const loss = T.valueAndGrad((p: typeof w, step: number) => {
      const indices = T.random.integers(T.random.fold(keys[2] as T.Key, step), [n, 20], 0, 300);
      const h = T.gelu(
        T.batchNorm(T.linear(T.embeddingBag(p.table, indices), p.first, p.shift), p.gain, p.shift).y,
      );
      const z = T.normalize(T.layerNorm(h, p.gain, p.shift));
      return T.add(
        T.mean(T.contrast(z, z, { positives, leaveOut: own, temperature: 0.5 })),
        T.mul(0.1, T.sum(T.square(T.softmax(h)))),
      );
    });
    const losses: number[] = [];
    for (let step = 1; step <= steps; step++)
      T.scope(() => {
        const { value, gradients } = loss(w, step);
        losses.push(value.item());
        const options = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, step };
        const found = [gradients.first, gradients.gain, gradients.shift, gradients.table];
        T.leavesOf(w).forEach(([, leaf], i) =>
          T.adamStep(leaf, found[i] as T.Tensor, moments[i] as T.Moments, options),
        );
      });
    return [...losses, T.sum(w.table.weights).item()];
  });
}

describe('threads', () => {
  test('change no bit of what is computed', async () => {
    const results: number[][] = [];
    for (const threads of [1, 2, 3]) {
      const backend = await T.start({ threads });
      expect(backend.threads).toBe(threads);
      // Those that come up meanwhile change nothing either.
      results.push(train(2).slice(0, 2));
      await backend.ready();
      results.push(train(5));
      await backend.stop();
      expect(backend.threads).toBe(1);
      results.push(train(5));
    }
    const last = results.at(-1) as number[];
    for (const result of results) expect(result).toEqual(result.length === 2 ? last.slice(0, 2) : last);
    expect(last[4]).toBeLessThan(last[0] as number);
  });

  test('that fail to come up are told of, and the others compute the same', async () => {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const workers = process.getBuiltinModule('node:worker_threads') as { Worker: unknown };
    class Broken extends Worker {
      constructor() {
        super('throw new Error("no more threads on this machine")', { eval: true });
      }
    }
    workers.Worker = Broken;
    try {
      const backend = await T.start({ threads: 2 });
      const x = T.full([300, 300], 0.5);
      // As long as nobody knows, this thread computes alone.
      expect(T.sum(T.matmul(x, x)).item()).toBeCloseTo(300 ** 3 / 4, -2);
      await expect(backend.ready()).rejects.toThrow(
        '1 more threads were started and did not come up: no more threads on this machine. start() with fewer threads computes the same.',
      );
      expect(() => T.matmul(x, x)).toThrow('no more threads on this machine');
      await backend.stop();
      expect(T.sum(T.matmul(x, x)).item()).toBeCloseTo(300 ** 3 / 4, -2);
    } finally {
      workers.Worker = Worker;
      await T.start();
    }
  });

  test('leave the memory of tensors to them', async () => {
    // The kernels' own numbers lie before the first tensor.
    const memory = new webAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    instantiate(await loadKernels('fused', true), memory);
    const bytes = new Uint8Array(memory.buffer);
    expect(bytes.subarray(0, 1024).every((byte) => byte === 0)).toBe(true);
    expect(bytes.subarray(1024, jobBlockBytes).some((byte) => byte !== 0)).toBe(true);
    expect(bytes.subarray(jobBlockBytes).every((byte) => byte === 0)).toBe(true);
  });
});

describe('builds', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  test('with and without relaxed multiply-add come to nearly the same', async () => {
    await T.start({ build: 'fused' });
    const fused = train(3);
    await T.start({ build: 'plain' });
    train(3).forEach((value, i) => expect(value / (fused[i] as number)).toBeCloseTo(1, 4));
  });

  test('are chosen by what the engine can do', async () => {
    expect(await T.start()).toMatchObject({ build: 'fused' });
    vi.spyOn(webAssembly, 'validate').mockReturnValue(false);
    expect(await T.start()).toMatchObject({ build: 'plain' });
  });

  test('run on one thread, in memory of their own, where none can be shared', async () => {
    await T.start({ build: 'plain' });
    const shared = train(2);
    vi.stubGlobal('crossOriginIsolated', false);
    const backend = await T.start({ build: 'plain', threads: 4 });
    expect(backend.threads).toBe(1);
    expect(train(2)).toEqual(shared);
  });
});

describe('memory', () => {
  test('that runs out is told, and can be used again', async () => {
    const backend = await T.start({ memoryLimit: 32 * 2 ** 20 });
    const held = T.zeros([4 * 2 ** 20]);
    expect(() => T.zeros([6 * 2 ** 20])).toThrow(
      /Out of memory: \d+ MiB more were asked for, \d+ MiB of at most 32 MiB are in use. Use smaller batches/,
    );
    held.dispose();
    // Parts of what was freed are joined when a larger piece is needed.
    const parts = Array.from({ length: 16 }, () => T.zeros([2 ** 18]));
    for (const part of parts) part.dispose();
    T.zeros([6 * 2 ** 20]).dispose();
    expect(backend.memory().usedBytes).toBeLessThan(1024);
  });

  test('that is given out never overlaps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.nat(9)), { maxLength: 120 }),
        (asked) => {
          const memory = new webAssembly.Memory({ initial: 1, maximum: 64, shared: true });
          const heap = new Heap(memory, 64, 1024);
          const held: { address: number; bytes: number }[] = [];
          for (const [bytes, choice] of asked) {
            if (choice < 4 && held.length > 0) {
              heap.release((held.splice(choice % held.length, 1)[0] as { address: number }).address);
              continue;
            }
            let address: number;
            try {
              address = heap.allocate(bytes);
            } catch {
              continue;
            }
            expect(address % 64).toBe(0);
            expect(address + bytes + 16).toBeLessThanOrEqual(memory.buffer.byteLength);
            for (const other of held)
              expect(
                address + bytes + 16 <= other.address || other.address + other.bytes + 16 <= address,
              ).toBe(true);
            held.push({ address, bytes });
          }
          for (const { address } of held) heap.release(address);
          expect(heap.usedBytes).toBe(0);
        },
      ),
    );
  });
});

test('axes are joined where every view steps on evenly', () => {
  expect(
    joinAxes(
      [2, 3, 4],
      [
        [12, 4, 1],
        [12, 4, 1],
      ],
    ),
  ).toEqual({ lengths: [24], strides: [[1], [1]] });
  expect(
    joinAxes(
      [2, 3, 4],
      [
        [12, 4, 1],
        [0, 4, 1],
      ],
    ),
  ).toEqual({
    lengths: [2, 12],
    strides: [
      [12, 1],
      [0, 1],
    ],
  });
  expect(joinAxes([2, 1, 4], [[4, 9, 1]])).toEqual({ lengths: [8], strides: [[1]] });
  expect(joinAxes([], [[]])).toEqual({ lengths: [], strides: [[]] });
});

test('what makes NaN or an infinite number is found and named', async () => {
  await T.start();
  expect(() => T.traceNotFinite(() => T.mean(T.log(T.sub(T.tensor([1, 2]), T.tensor([1, 3])))))).toThrow(
    'log made -Infinity at element 0 of its result [2], from finite inputs [2].',
  );
  expect(T.traceNotFinite(() => T.mean(T.log(T.tensor([1, 2]))).item())).toBeCloseTo(Math.log(2) / 2, 6);
});
