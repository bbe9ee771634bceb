import { expect, test } from 'vitest';
import type { DataSet } from './data-set.ts';
import { longTailed } from './long-tailed.ts';

const balanced = (classes: number, each: number): DataSet => {
  const labels = Int32Array.from({ length: classes * each }, (_, i) => i % classes);
  const part = {
    n: labels.length,
    inputs: { kind: 'images' as const, shape: [1, 1, 1] as const, pixels: Uint8Array.from(labels) },
    labels,
  };
  return {
    name: 'even',
    kind: 'images',
    licence: '',
    origin: '',
    checksum: 'abc',
    classes: Array.from({ length: classes }, (_, i) => String(i)),
    train: part,
    test: part,
    faults: [],
  };
};

const counts = ({ train, classes }: DataSet): number[] =>
  classes.map((_, k) => (train.labels ?? new Int32Array()).filter((label) => label === k).length);

test('classes become fewer by the same factor, from all to an imbalance-th', async () => {
  const data = await longTailed(balanced(3, 100), { imbalance: 100 });
  expect(counts(data)).toEqual([100, 10, 1]);
  expect(data.test.n).toBe(300);
  expect(data.name).toBe('even-lt');
});

test('the seed says which inputs stay, and the checksum says the seed', async () => {
  const [one, same, other] = await Promise.all(
    [0, 0, 1].map((seed) => longTailed(balanced(4, 50), { imbalance: 10, seed })),
  );
  expect(one).toEqual(same);
  expect(other?.checksum).not.toBe(one?.checksum);
  expect(other === undefined ? [] : counts(other)).toEqual(one === undefined ? [] : counts(one));
  await expect(longTailed(balanced(1, 5), { imbalance: 10 })).rejects.toThrow('two classes');
  await expect(longTailed(balanced(2, 5), { imbalance: 0.5 })).rejects.toThrow('not 0.5');
});
