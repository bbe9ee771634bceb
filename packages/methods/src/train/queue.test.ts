import { random, start, tensor, type Backend, type Tensor } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { enqueue, initQueue } from './queue.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await start();
});

const numbers = (x: Tensor): number[] => [...x.dataNow()];

test('begins with rows of length 1', () => {
  const rows = numbers(initQueue(random.key(1), 5, 2));
  for (let i = 0; i < 5; i++)
    expect(Math.hypot(rows[2 * i] as number, rows[2 * i + 1] as number)).toBeCloseTo(1, 5);
});

test('takes batches in front, in their order, and lets the oldest go', () => {
  const queue = initQueue(random.key(1), 3, 1);
  enqueue(queue, tensor([[1], [2]]));
  expect(numbers(queue).slice(0, 2)).toEqual([1, 2]);
  enqueue(queue, tensor([[3], [4]]));
  expect(numbers(queue)).toEqual([3, 4, 1]);
  enqueue(queue, tensor([[5], [6], [7], [8]]));
  expect(numbers(queue)).toEqual([5, 6, 7]);
});

test('takes no more memory however much goes through', () => {
  const [queue, batch] = [initQueue(random.key(1), 8, 4), random.normal(random.key(2), [3, 4])];
  enqueue(queue, batch);
  const { usedBytes } = backend.memory();
  for (let i = 0; i < 100; i++) enqueue(queue, batch);
  expect(backend.memory().usedBytes).toBe(usedBytes);
});

test('tells embeddings of another width', () => {
  expect(() => enqueue(initQueue(random.key(1), 3, 2), tensor([[1]]))).toThrow(
    '[1, 1] do not fit a queue [3, 2]',
  );
  expect(() => initQueue(random.key(1), 0, 2)).toThrow('at least 1, not 0');
});
