import { EmbeddingTable, SparseRows, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { sgd } from './sgd.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const close = (wanted: readonly number[]): number[] =>
  wanted.map((value) => expect.closeTo(value, 5) as number);

describe('stochastic gradient descent', () => {
  test('takes the steps that are worked out by hand, with momentum and weight decay', () => {
    const w = tensor([[1, 2]]);
    const optimiser = sgd({ momentum: 0.9, weightDecay: 0.1 });
    const memory = optimiser.init({ w });
    // g + 0.1·w = [0.6, -0.8]; w = [1, 2] - 0.5·[0.6, -0.8]
    optimiser.step({ w }, { w: tensor([[0.5, -1]]) }, memory, { learningRate: 0.5, step: 1 });
    expect(numbers(w)).toEqual(close([0.7, 2.4]));
    // g + 0.1·w = [0.57, -0.76]; v = 0.9·[0.6, -0.8] + that = [1.11, -1.48]
    optimiser.step({ w }, { w: tensor([[0.5, -1]]) }, memory, { learningRate: 0.5, step: 2 });
    expect(numbers(w)).toEqual(close([0.145, 3.14]));
  });

  test('looks ahead by Nesterov: g + μ·v instead of v', () => {
    const w = tensor([[1]]);
    const optimiser = sgd({ momentum: 0.5, nesterov: true });
    const memory = optimiser.init([w]);
    optimiser.step([w], [tensor([[1]])], memory, { learningRate: 0.1, step: 1 });
    expect(w.item()).toBeCloseTo(1 - 0.1 * (1 + 0.5), 6);
    optimiser.step([w], [tensor([[1]])], memory, { learningRate: 0.1, step: 2 });
    expect(w.item()).toBeCloseTo(0.85 - 0.1 * (1 + 0.5 * 1.5), 6);
  });

  test('does not decay what has one axis', () => {
    const shift = tensor([3]);
    const optimiser = sgd({ weightDecay: 0.5 });
    optimiser.step({ shift }, { shift: tensor([0]) }, optimiser.init({ shift }), {
      learningRate: 1,
      step: 1,
    });
    expect(shift.item()).toBe(3);
  });

  test('goes on with all rows of a table whose momentum is not spent', () => {
    const table = new EmbeddingTable(tensor([[1], [2], [3]]));
    const optimiser = sgd({ momentum: 0.5 });
    const memory = optimiser.init({ table });
    const rows = (chosen: number[], values: number[]): { table: SparseRows } => ({
      table: new SparseRows(
        [3, 1],
        tensor(chosen, [chosen.length], 'int32'),
        tensor(values, [values.length, 1]),
      ),
    });
    optimiser.step({ table }, rows([2, 0, -1], [2, 1, 7]), memory, { learningRate: 0.1, step: 1 });
    expect(numbers(table.weights)).toEqual(close([0.9, 2, 2.8]));
    optimiser.step({ table }, rows([1], [1]), memory, { learningRate: 0.1, step: 2 });
    expect(numbers(table.weights)).toEqual(close([0.85, 1.9, 2.7]));
  });
});
