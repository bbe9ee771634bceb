import {
  EmbeddingTable,
  mean,
  random,
  SparseRows,
  square,
  start,
  tensor,
  valueAndGrad,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { bagOfWords } from './bag-of-words.ts';
import { evaluationPass } from './pass.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];

describe('the bag of words', () => {
  test('takes the mean of the rows of its tokens through an MLP', () => {
    const net = bagOfWords({ tokens: 3, length: 3, width: 2, gives: 1 });
    const parameters = {
      table: new EmbeddingTable(tensor([[1, 2], [3, 4], [5, 9]])), // prettier-ignore
      mlp: [{ linear: { weights: tensor([[1], [10]]), shift: tensor([0.5]) } }],
    };
    const texts = tensor([[0, 2, -1], [1, -1, -1]], [2, 3], 'int32'); // prettier-ignore
    // Means [3, 5.5] and [3, 4].
    expect(numbers(net.run(parameters, texts, evaluationPass()))).toEqual([58.5, 43.5]);
  });

  test('does not look at the order of tokens', () => {
    const net = bagOfWords({ tokens: 9, length: 3, width: 4, hidden: [5], gives: 2 });
    const parameters = net.init(random.key(1));
    const run = (tokens: number[]): number[] =>
      numbers(net.run(parameters, tensor(tokens, [1, 3], 'int32'), evaluationPass()));
    expect(run([7, 1, 4])).toEqual(run([4, 7, 1]).map((value) => expect.closeTo(value, 5) as number));
  });

  test('has gradients for the rows of its batch alone', () => {
    const net = bagOfWords({ tokens: 50, length: 2, width: 4, gives: 2 });
    const texts = tensor([[3, 41], [3, -1]], [2, 2], 'int32'); // prettier-ignore
    const { gradients } = valueAndGrad((parameters: ReturnType<typeof net.init>) =>
      mean(square(net.run(parameters, texts, evaluationPass()))),
    )(net.init(random.key(1)));
    expect(gradients.table).toBeInstanceOf(SparseRows);
    const rows = [...gradients.table.rows.dataNow<'int32'>()].filter((row) => row >= 0);
    expect(rows.sort((a, b) => a - b)).toEqual([3, 41]);
  });

  test('tells texts of another length', () => {
    const net = bagOfWords({ tokens: 5, length: 3, width: 2, gives: 1 });
    expect(() => net.run(net.init(random.key(1)), tensor([[0]], [1, 1], 'int32'), evaluationPass())).toThrow(
      '[n, 3], not [1, 1]',
    );
  });
});
