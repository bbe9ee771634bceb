import { EmbeddingTable, SparseRows, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { adamW } from './adam-w.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];

describe('AdamW', () => {
  test('takes the steps of algorithm 2, the decay apart from the gradient', () => {
    const [beta1, beta2, epsilon, weightDecay, learningRate] = [0.8, 0.9, 1e-3, 0.1, 0.05];
    const w = tensor([[1, -2]]);
    const optimiser = adamW({ beta1, beta2, epsilon, weightDecay });
    const memory = optimiser.init({ w });
    const expected = [1, -2];
    const [mean, square] = [[0, 0], [0, 0]]; // prettier-ignore
    for (let step = 1; step <= 3; step++) {
      const gradient = [0.3 * step, -1 / step];
      optimiser.step({ w }, { w: tensor([gradient]) }, memory, { learningRate, step });
      gradient.forEach((g, i) => {
        mean[i] = beta1 * (mean[i] as number) + (1 - beta1) * g;
        square[i] = beta2 * (square[i] as number) + (1 - beta2) * g * g;
        const unbiased = (mean[i] as number) / (1 - beta1 ** step);
        const spread = Math.sqrt((square[i] as number) / (1 - beta2 ** step));
        const old = expected[i] as number;
        expected[i] = old - learningRate * (unbiased / (spread + epsilon) + weightDecay * old);
      });
      expect(numbers(w)).toEqual(expected.map((value) => expect.closeTo(value, 5) as number));
    }
  });

  test('does not decay what has one axis', () => {
    const [w, shift] = [tensor([[4]]), tensor([4])];
    const optimiser = adamW({ weightDecay: 0.5 });
    const memory = optimiser.init({ w, shift });
    optimiser.step({ w, shift }, { w: tensor([[0]]), shift: tensor([0]) }, memory, {
      learningRate: 0.1,
      step: 1,
    });
    expect([w.item(), shift.item()]).toEqual([expect.closeTo(3.8, 5), 4]);
  });

  test('moves the rows of a table that a batch used, and no other', () => {
    const table = new EmbeddingTable(tensor([[1], [2], [3]]));
    const optimiser = adamW();
    const gradient = new SparseRows([3, 1], tensor([2, 0, -1], [3], 'int32'), tensor([[0.5], [-1], [7]]));
    optimiser.step({ table }, { table: gradient }, optimiser.init({ table }), { learningRate: 0.1, step: 1 });
    // The first step goes a learning rate against the sign.
    expect(numbers(table.weights)).toEqual([expect.closeTo(1.1, 5), 2, expect.closeTo(2.9, 5)]);
  });
});
