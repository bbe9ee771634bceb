import {
  add,
  concat,
  gather,
  mean,
  mul,
  random,
  slice,
  square,
  start,
  tensor,
  type Tensor,
} from '@broadsheet/tensor';
import { describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { featureTransformer } from './feature-transformer.ts';
import { evaluationPass } from './pass.ts';
import { takeTokens } from './take-tokens.ts';

await start();

const columns = { numeric: 2, categories: [3] };
const options = { width: 4, layers: 2, heads: 2, hidden: 6 };
const rows = (): Tensor => tensor([[0.5, -1, 2], [2, 0, 0], [-1, 1, 1]]); // prettier-ignore
const numbers = (x: Tensor): number[] => [...x.dataNow()];

describe('a transformer of columns', () => {
  const net = featureTransformer(columns, options);
  const parameters = net.init(random.key(1));

  test('gives the tokens of all columns one behind the other', () => {
    expect([net.takes, net.gives, net.columns]).toEqual([[3], 12, 3]);
    const said = net.run(parameters, rows(), evaluationPass());
    expect(said.shape).toEqual([3, 12]);
    expect(numbers(said)).toEqual(numbers(net.tokens(parameters, rows(), evaluationPass())));
  });

  test('does not see columns that are not shown', () => {
    const seen = tensor(Int32Array.of(0, 2, 2, 0, 0, 2), [3, 2]);
    const said = net.tokens(parameters, rows(), evaluationPass(), seen);
    expect(said.shape).toEqual([3, 2, 4]);
    const hidden = add(rows(), tensor([0, 100, 0]));
    expect(numbers(net.tokens(parameters, hidden, evaluationPass(), seen))).toEqual(numbers(said));
    // The order of what is shown is that of the tokens, and nothing else depends on it.
    const turned = tensor(Int32Array.of(2, 0, 0, 2, 2, 0), [3, 2]);
    const back = net.tokens(parameters, rows(), evaluationPass(), turned);
    numbers(concat([slice(back, null, [1, 2]), slice(back, null, [0, 1])], 1)).forEach((value, i) =>
      expect(value).toBeCloseTo(numbers(said)[i] as number, 5),
    );
  });

  test('treats rows one by one', () => {
    const order = tensor(Int32Array.of(2, 0, 1));
    const said = numbers(gather(net.run(parameters, rows(), evaluationPass()), order));
    numbers(net.run(parameters, gather(rows(), order), evaluationPass())).forEach((value, i) =>
      expect(value).toBeCloseTo(said[i] as number, 5),
    );
  });

  test('has a register that the others attend to, or none', () => {
    const without = featureTransformer(columns, { ...options, register: false });
    expect(parameters.register?.shape).toEqual([4]);
    expect(without.init(random.key(1)).register).toBeUndefined();
    const moved = { ...parameters, register: add(mul(2, parameters.register as Tensor), 1) };
    expect(numbers(net.run(moved, rows(), evaluationPass()))).not.toEqual(
      numbers(net.run(parameters, rows(), evaluationPass())),
    );
  });

  test('has the gradient that differences give', () => {
    checkGradient(
      (p: typeof parameters) => mean(square(add(net.run(p, rows(), evaluationPass()), 0.3))),
      parameters,
    );
  });

  test('says what does not fit', () => {
    expect(() => net.run(parameters, random.normal(random.key(1), [2, 5]), evaluationPass())).toThrow(
      '[n, 3], not [2, 5]',
    );
    expect(() => featureTransformer(columns, { ...options, heads: 3 })).toThrow(
      '3 heads do not divide the width 4',
    );
  });
});

test('tokens are taken by place, for each input its own', () => {
  const tokens = tensor([[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]]); // prettier-ignore
  expect(numbers(takeTokens(tokens, tensor(Int32Array.of(2, 0, 1, 1), [2, 2])))).toEqual([
    5, 6, 1, 2, 9, 10, 9, 10,
  ]);
  expect(() => takeTokens(tokens, tensor(Int32Array.of(1), [1, 1]))).toThrow('not [1, 1]');
});
