import { random, start, sum, tanh, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { mlp } from './mlp.ts';
import { evaluationPass, trainingPass } from './pass.ts';
import { projectionHead } from './projection-head.ts';
import { RunningMoments } from './running-moments.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];

describe('a multilayer perceptron', () => {
  test('computes what is computed by hand', () => {
    const net = mlp([2], { hidden: [2], gives: 1 });
    const parameters = [
      { linear: { weights: tensor([[1, -1], [2, 0]]), shift: tensor([0, 1]) } }, // prettier-ignore
      { linear: { weights: tensor([[3], [5]]), shift: tensor([-1]) } },
    ];
    // [1, 1] → relu [3, 0] → 9 - 1; [-1, 0] → relu [-1, 2] → 10 - 1
    const y = net.run(parameters, tensor([[1, 1], [-1, 0]]), evaluationPass()); // prettier-ignore
    expect(numbers(y)).toEqual([8, 9]);
  });

  test('lays images out flat and gives the width that it says', () => {
    const net = mlp([4, 4, 3], { hidden: [7, 5], gives: 6, batchNorm: true });
    const y = net.run(net.init(random.key(1)), random.uniform(random.key(2), [3, 4, 4, 3]), evaluationPass());
    expect(y.shape).toEqual([3, net.gives]);
  });

  test('keeps the scale of what goes through many layers', () => {
    const net = mlp([64], { hidden: [256, 256, 256, 256], gives: 64 });
    const y = net.run(net.init(random.key(1)), random.normal(random.key(2), [200, 64]), evaluationPass());
    const square = numbers(y).reduce((total, value) => total + value * value, 0) / y.size;
    expect(square).toBeGreaterThan(0.5);
    expect(square).toBeLessThan(2);
  });

  test('shows what every layer makes, from the first to the output', () => {
    const net = mlp([3], { hidden: [4, 5], gives: 2, batchNorm: true });
    const [parameters, x] = [net.init(random.key(1)), random.normal(random.key(2), [6, 3])];
    const found = net.layers(parameters, x, evaluationPass());
    expect(found.map(({ shape }) => shape)).toEqual([[6, 4], [6, 5], [6, 2]]); // prettier-ignore
    expect(numbers(found[2] as Tensor)).toEqual(numbers(net.run(parameters, x, evaluationPass())));
    for (const hidden of found.slice(0, 2)) expect(Math.min(...numbers(hidden))).toBe(0);
  });

  test.each([false, true])('has right gradients, with batch norm: %s', (batchNorm) => {
    const net = mlp([3], { hidden: [6], gives: 2, batchNorm });
    const x = random.normal(random.key(2), [8, 3]);
    const loss = (parameters: ReturnType<typeof net.init>): Tensor =>
      sum(tanh(net.run(parameters, x, trainingPass(random.key(3), new RunningMoments()))));
    checkGradient(loss, net.init(random.key(1)), { step: 2e-3 });
  });

  test('has another start for another key', () => {
    const net = mlp([3], { hidden: [], gives: 2 });
    const weights = (seed: number): number[] =>
      numbers(net.init(random.key(seed))[0]?.linear.weights as Tensor);
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });

  test('tells inputs of another length with both shapes', () => {
    const net = mlp([2, 3], { hidden: [], gives: 2 });
    expect(() =>
      net.run(net.init(random.key(1)), random.normal(random.key(2), [4, 5]), evaluationPass()),
    ).toThrow(/\[n, 2, 3\].*\[4, 5\]/);
  });
});

describe('a projection head', () => {
  test('of no layers is what goes in', () => {
    const head = projectionHead(3, { layers: 0, width: 9, gives: 2 });
    const x = tensor([[1, 2, 3]]);
    expect(head.gives).toBe(3);
    expect(head.run(head.init(random.key(1)), x, evaluationPass())).toBe(x);
  });

  test('of one layer is linear, of more has hidden ones with batch norm', () => {
    const layers = (count: number): number =>
      projectionHead(3, { layers: count, width: 9, gives: 2 }).init(random.key(1)).length;
    expect([layers(1), layers(3)]).toEqual([1, 3]);
    const [hidden] = projectionHead(3, { layers: 2, width: 9, gives: 2 }).init(random.key(1));
    expect(hidden).toHaveProperty('norm');
  });
});
