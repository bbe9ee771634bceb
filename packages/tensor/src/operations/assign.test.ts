import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import type { Tensor } from '../index.ts';

beforeAll(async () => void (await T.start()));

const list = (x: Tensor): number[] => [...x.dataNow()];

describe('assign', () => {
  test('writes in place, through a view too, and leaves what lies around', () => {
    const queue = T.zeros([4, 2]);
    const there = queue.storage;
    T.assign(T.slice(queue, [1, 3]), T.transpose(T.tensor([[1, 2], [3, 4]]))); // prettier-ignore
    expect(list(queue)).toEqual([0, 0, 1, 3, 2, 4, 0, 0]);
    expect(queue.storage).toBe(there);
    const labels = T.tensor([7, 8], undefined, 'int32');
    T.assign(labels, T.tensor([-1, 5], undefined, 'int32'));
    expect([...labels.dataNow<'int32'>()]).toEqual([-1, 5]);
    const pixels = T.tensor(new Uint8Array([1, 2, 3]));
    T.assign(pixels, T.flip(T.tensor(new Uint8Array([9, 8, 7])), 0));
    expect([...pixels.dataNow<'uint8'>()]).toEqual([7, 8, 9]);
  });

  test('takes a view of the target itself, as it was before', () => {
    const square = T.reshape(T.range(0, 25), [5, 5]);
    const before = T.transpose(square).dataNow();
    T.assign(square, T.transpose(square));
    expect(square.dataNow()).toEqual(before);
    const row = T.range(0, 9);
    T.assign(row, T.flip(row, 0));
    expect(list(row)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  test('makes a way back over what was there before an error', () => {
    const x = T.tensor([1, 2]);
    expect(() =>
      T.grad((w: Tensor) => {
        const y = T.sum(T.mul(w, x));
        T.assign(x, T.tensor([3, 4]));
        return y;
      })(T.tensor([5, 6])),
    ).toThrow('changed');
    // What was written before the way forward is as good as any other tensor.
    expect(list(T.grad((w: Tensor) => T.sum(T.mul(w, x)))(T.tensor([5, 6])))).toEqual([3, 4]);
  });

  test('says what does not fit', () => {
    expect(() => T.assign(T.zeros([2, 3]), T.zeros([3, 2]))).toThrow(
      'assign: float32 [3, 2] cannot be written into float32 [2, 3]; both must be alike.',
    );
    expect(() => T.assign(T.zeros([2]), T.zeros([2], 'int32'))).toThrow(
      'assign: int32 [2] cannot be written into float32 [2]',
    );
    expect(() => T.assign(T.transpose(T.zeros([2, 3])), T.zeros([3, 2]))).toThrow(
      'a view that does not lie in order',
    );
  });
});
