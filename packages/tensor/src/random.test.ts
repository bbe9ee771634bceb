import { beforeAll, describe, expect, test } from 'vitest';
import * as T from './index.ts';

beforeAll(async () => {
  await T.start();
});

describe('Threefry-2x32, 20 rounds', () => {
  // The known answers that the authors publish (Random123, kat_vectors).
  test('gives the published words', () => {
    const words = T.random.bits([0, 0], [8]).dataNow<'int32'>();
    expect((words[0] as number) >>> 0).toBe(0x6b200159);
    expect((words[4] as number) >>> 0).toBe(0x99ba4efe);
    expect(T.random.key(0)).toEqual([0x6b200159, 0x99ba4efe]);
    // The counter of fold is (part, ffffffff).
    expect(T.random.fold([0xffffffff, 0xffffffff], 0xffffffff)).toEqual([0x1cb996fc, 0xbb002be7]);
  });

  test('an element depends on its key and its place alone', () => {
    const key = T.random.key(42);
    for (const draw of [T.random.normal, T.random.uniform]) {
      const long = draw(key, [1003]).dataNow();
      expect([...draw(key, [5]).dataNow()]).toEqual([...long.slice(0, 5)]);
      expect([...draw(key, [17, 59]).dataNow()]).toEqual([...long]);
    }
  });

  test('keys made of one key differ from it and from each other', () => {
    const key = T.random.key(7);
    const made = [key, ...T.random.split(key, 4), T.random.fold(key, 9), T.random.key(8)];
    expect(new Set(made.map(String)).size).toBe(made.length);
    expect(() => T.random.key(0.5)).toThrow('A seed is a whole number');
  });
});

describe('distributions', () => {
  const n = 200_000;
  const moments = (x: Float32Array): [mean: number, variance: number, fourth: number] => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const about = (power: number): number =>
      x.reduce((sum, value) => sum + (value - mean) ** power, 0) / x.length;
    return [mean, about(2), about(4)];
  };

  test('normal', () => {
    const [mean, variance, fourth] = moments(T.random.normal(T.random.key(1), [n], 2, 3).dataNow());
    expect(mean).toBeCloseTo(2, 1);
    expect(variance / 9).toBeCloseTo(1, 1);
    expect(fourth / 81).toBeCloseTo(3, 0);
  });

  test('uniform, integers, bernoulli, permutation', () => {
    const u = T.random.uniform(T.random.key(2), [n], -1, 3).dataNow();
    expect(Math.min(...u.slice(0, 50_000))).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...u.slice(0, 50_000))).toBeLessThan(3);
    expect(moments(u)[0]).toBeCloseTo(1, 1);
    expect(moments(u)[1]).toBeCloseTo(16 / 12, 1);
    const counts = new Array<number>(6).fill(0);
    for (const i of T.random.integers(T.random.key(3), [60_000], 0, 6).dataNow<'int32'>())
      counts[i] = (counts[i] as number) + 1;
    for (const count of counts) expect(count / 10_000).toBeCloseTo(1, 1);
    expect(T.mean(T.random.bernoulli(T.random.key(4), 0.3, [n])).item()).toBeCloseTo(0.3, 2);
    const order = [...T.random.permutation(T.random.key(5), 100).dataNow<'int32'>()];
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});
