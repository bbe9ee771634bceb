import { dispose, gather, random, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { shuffledBatches } from './batches.ts';

beforeAll(() => start());

const key = random.key(5);
/** One view that shows the index itself, and one that shows the key. */
const views = (indices: Tensor, own: readonly [number, number]): Tensor[] => [
  indices,
  tensor([own[0] % 1000, own[1] % 1000]),
];
const indicesOf = (batches: ReturnType<typeof shuffledBatches>, step: number): number[] => {
  const batch = batches.at(step, key);
  const found = [...batch.indices.dataNow<'int32'>()];
  dispose(batch);
  return found;
};

describe('shuffled batches', () => {
  test('bring every input once an epoch, in another order each time', () => {
    const batches = shuffledBatches({ size: 12, batch: 4, views });
    expect(batches.perEpoch).toBe(3);
    const epoch = (from: number): number[] => [0, 1, 2].flatMap((step) => indicesOf(batches, from + step));
    const [first, second] = [epoch(1), epoch(4)];
    const sorted = Array.from({ length: 12 }, (_, i) => i);
    for (const order of [first, second]) expect([...order].sort((a, b) => a - b)).toEqual(sorted);
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(sorted);
  });

  test('depend on the step and the key alone, whatever was asked for before', () => {
    const [fresh, used] = [
      shuffledBatches({ size: 10, batch: 3, views }),
      shuffledBatches({ size: 10, batch: 3, views }),
    ];
    for (const step of [1, 9, 2, 4]) indicesOf(used, step);
    for (const step of [7, 3]) expect(indicesOf(used, step)).toEqual(indicesOf(fresh, step));
    const other = fresh.at(1, random.key(6));
    expect([...other.indices.dataNow<'int32'>()]).not.toEqual(indicesOf(fresh, 1));
  });

  test('give each step a key of its own for its views', () => {
    const batches = shuffledBatches({ size: 4, batch: 4, views });
    const keyOf = (step: number): number[] => [...(batches.at(step, key).views[1] as Tensor).dataNow()];
    expect(keyOf(1)).not.toEqual(keyOf(2));
    expect(keyOf(1)).toEqual(keyOf(1));
  });

  test("bring the inputs' own labels", () => {
    const labels = Int32Array.from([7, 8, 9, 10, 11]);
    const { indices, labels: own } = shuffledBatches({ size: 5, batch: 2, views, labels }).at(2, key);
    const wanted = [...gather(tensor(Float32Array.from(labels)), indices).dataNow()];
    expect([...(own as Tensor).dataNow<'int32'>()]).toEqual(wanted);
  });

  test('tell what does not fit', () => {
    expect(() => shuffledBatches({ size: 3, batch: 4, views })).toThrow(
      '3 inputs do not fill one batch of 4',
    );
    expect(() => shuffledBatches({ size: 3, batch: 0, views })).toThrow('at least 1, not 0');
    expect(() => shuffledBatches({ size: 3, batch: 2, views, labels: new Int32Array(2) })).toThrow(
      '3 inputs have 2 labels',
    );
  });
});
