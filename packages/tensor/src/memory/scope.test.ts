import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import type { Backend, Tensor } from '../index.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await T.start();
});
const storages = (): number => backend.memory().storages;

describe('a scope', () => {
  test('frees what was made in it, but not what it returns or what was there', () => {
    const there = T.ones([2]);
    const before = storages();
    const kept = T.scope(() => {
      const made = T.add(there, there);
      const inner = T.scope(() => ({ list: [T.mul(made, 3)], map: new Map([['a', T.mul(made, 5)]]) }));
      return { deep: [{ x: inner.list[0] as Tensor }], other: inner.map.get('a') as Tensor };
    });
    expect([...(kept.deep[0]?.x as Tensor).dataNow()]).toEqual([6, 6]);
    expect([...kept.other.dataNow()]).toEqual([10, 10]);
    kept.deep[0]?.x.dispose();
    kept.other.dispose();
    // The constants 3 and 5 stay for next time.
    expect(storages() - before).toBeLessThanOrEqual(2);
    expect([...there.dataNow()]).toEqual([1, 1]);
  });

  test('keeps memory that a returned view needs', () => {
    const view = T.scope(() => T.slice(T.range(0, 10), [3, 5]));
    T.scope(() => void T.full([10], 9));
    expect([...view.dataNow()]).toEqual([3, 4]);
    view.dispose();
  });

  test('frees everything when its work fails', () => {
    const before = storages();
    expect(() =>
      T.scope(() => {
        T.zeros([5]);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(storages()).toBe(before);
  });

  test('keeps what it is told to', () => {
    const before = storages();
    let x: Tensor | undefined;
    T.scope(() => {
      x = T.keep(T.zeros([5]));
    });
    expect(x?.disposed).toBe(false);
    x?.dispose();
    expect(storages()).toBe(before);
  });

  test('is not needed to free all that a structure holds', () => {
    const before = storages();
    const model = { list: [T.zeros([2])], map: new Map([['a', T.zeros([3])]]), n: 5, none: null };
    const table = new T.EmbeddingTable(T.zeros([4, 2]));
    const view = T.slice(model.list[0] as Tensor, [1]);
    T.dispose([model, table, undefined]);
    expect(model.list[0]?.disposed).toBe(true);
    // The view still needs its memory.
    expect(storages()).toBe(before + 1);
    T.dispose(view);
    T.dispose(view);
    expect(storages()).toBe(before);
  });

  test('says what is wrong with a freed tensor, and with asynchronous work', () => {
    const x = T.zeros([2, 3]);
    x.dispose();
    x.dispose();
    expect(() => T.sum(x)).toThrow('This tensor of shape [2, 3] was freed');
    expect(() => T.scope(async () => T.zeros([2]))).toThrow('must not be asynchronous');
  });
});

test('2,000 steps of training do not take a byte more than the third did', () => {
  const w = {
    a: T.random.normal(T.random.key(1), [8, 16]),
    table: new T.EmbeddingTable(T.random.normal(T.random.key(2), [40, 8])),
  };
  const moments = T.leavesOf(w).map(([, leaf]) => {
    const { shape } = leaf instanceof T.EmbeddingTable ? leaf.weights : leaf;
    return { mean: T.zeros(shape), square: T.zeros(shape) };
  });
  const loss = T.valueAndGrad((p: typeof w, step: number) => {
    const indices = T.random.integers(T.random.key(step), [6, 4], 0, 40);
    const h = T.gelu(T.matmul(T.embeddingBag(p.table, indices), p.a));
    return T.mean(T.square(T.layerNorm(h, T.ones([16]), T.zeros([16]))));
  });
  const step = (number: number): void =>
    T.scope(() => {
      const { gradients } = loss(w, number);
      const options = {
        learningRate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0.01,
        step: number,
      };
      T.adamStep(w.a, gradients.a, moments[0] as T.Moments, options);
      T.adamStep(w.table, gradients.table, moments[1] as T.Moments, options);
    });
  for (let i = 1; i <= 3; i++) step(i);
  const early = backend.memory();
  for (let i = 4; i <= 2000; i++) step(i);
  expect(backend.memory()).toEqual(early);
});
