import { EmbeddingTable, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { moveTowards } from './move-towards.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];

test('moves every leaf by its share, in place, and leaves the source as it is', () => {
  const target = { w: tensor([[1, 2]]), inner: [tensor([10])] };
  const source = { w: tensor([[3, -2]]), inner: [tensor([20])] };
  moveTowards(target, source, 0.75);
  expect(numbers(target.w)).toEqual([1.5, 1]);
  expect(numbers(target.inner[0] as Tensor)).toEqual([12.5]);
  expect(numbers(source.w)).toEqual([3, -2]);
});

test('stays with momentum 1, is the source with momentum 0', () => {
  const target = { w: tensor([1]) };
  moveTowards(target, { w: tensor([5]) }, 1);
  expect(target.w.item()).toBe(1);
  moveTowards(target, { w: tensor([5]) }, 0);
  expect(target.w.item()).toBe(5);
});

test('moves tables too', () => {
  const target = { table: new EmbeddingTable(tensor([[0], [4]])) };
  moveTowards(target, { table: new EmbeddingTable(tensor([[2], [4]])) }, 0.5);
  expect(numbers(target.table.weights)).toEqual([1, 4]);
});

test('tells where two structures differ', () => {
  const table = new EmbeddingTable(tensor([[1]]));
  expect(() => moveTowards({ a: { w: tensor([[1]]) } }, { a: { w: table } }, 0.5)).toThrow(
    /at a\.w one side is a table/,
  );
  expect(() => moveTowards({ w: tensor([1]) }, { w: tensor([1, 2]) }, 0.5)).toThrow(/w is \[1\].*\[2\]/);
  expect(() => moveTowards({ w: tensor([1]), v: tensor([1]) }, { w: tensor([1]) }, 0.5)).toThrow(
    /2 leaves.*1/,
  );
});
