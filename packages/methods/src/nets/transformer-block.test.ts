import { add, gather, mul, random, reshape, start, sum, tanh, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { dropout } from './dropout.ts';
import { initFeatureTokenizer, tokenizeFeatures, type FeatureTokenizer } from './feature-tokenizer.ts';
import { initAttention, multiHeadAttention, type MultiHeadAttention } from './multi-head-attention.ts';
import { evaluationPass, trainingPass } from './pass.ts';
import { RunningMoments } from './running-moments.ts';
import { initTransformerBlock, transformerBlock } from './transformer-block.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const close = (wanted: readonly number[], digits = 4): number[] =>
  wanted.map((value) => expect.closeTo(value, digits) as number);

/** Every head of it, token by token, in plain loops. */
function plainAttention(
  layer: MultiHeadAttention,
  tokens: number[][],
  context: number[][],
  heads: number,
): number[][] {
  const map = (x: number[], part: 'query' | 'key' | 'value' | 'out'): number[] => {
    const { weights, shift } = layer[part];
    const [w, b] = [numbers(weights), numbers(shift)];
    return b.map((own, j) =>
      x.reduce((total, value, i) => total + value * (w[i * b.length + j] as number), own),
    );
  };
  const [keys, values] = [context.map((x) => map(x, 'key')), context.map((x) => map(x, 'value'))];
  return tokens.map((token) => {
    const query = map(token, 'query');
    const each = query.length / heads;
    const joined = Array.from({ length: heads }, (_, head) => {
      const part = (x: number[]): number[] => x.slice(head * each, (head + 1) * each);
      const scores = keys.map((key) =>
        Math.exp(
          part(query).reduce((total, value, i) => total + value * (part(key)[i] as number), 0) /
            Math.sqrt(each),
        ),
      );
      const all = scores.reduce((a, b) => a + b);
      return part(query).map((_, i) =>
        values.reduce(
          (total, value, at) => total + ((scores[at] as number) / all) * (part(value)[i] as number),
          0,
        ),
      );
    });
    return map(joined.flat(), 'out');
  });
}

describe('attention with several heads', () => {
  const rowsOf = (x: Tensor): number[][] => {
    const [data, width] = [numbers(x), x.shape.at(-1) as number];
    return Array.from({ length: data.length / width }, (_, i) => data.slice(i * width, (i + 1) * width));
  };

  test.each([1, 2, 4])('of %i heads is what plain loops make of it', (heads) => {
    const layer = initAttention(random.key(1), 4);
    const tokens = random.normal(random.key(2), [1, 3, 4]);
    const wanted = plainAttention(layer, rowsOf(tokens), rowsOf(tokens), heads).flat();
    expect(numbers(multiHeadAttention(layer, tokens, { heads }))).toEqual(close(wanted));
  });

  test('to tokens of another width and number is what plain loops make of it', () => {
    const layer = initAttention(random.key(1), 4, 5);
    const [tokens, context] = [
      random.normal(random.key(2), [1, 2, 4]),
      random.normal(random.key(3), [1, 6, 5]),
    ];
    const wanted = plainAttention(layer, rowsOf(tokens), rowsOf(context), 2).flat();
    expect(numbers(multiHeadAttention(layer, tokens, { heads: 2, context }))).toEqual(close(wanted));
  });

  test('does not look where the mask is 0', () => {
    const layer = initAttention(random.key(1), 4);
    const tokens = random.normal(random.key(2), [2, 3, 4]);
    const mask = tensor([1, 1, 0], [1, 1, 1, 3]);
    const hidden = tensor([0, 0, 1], [1, 3, 1]);
    const found = multiHeadAttention(layer, tokens, { heads: 2, mask });
    const other = multiHeadAttention(layer, add(tokens, mul(7, hidden)), { heads: 2, mask });
    for (const token of [0, 1, 3, 4])
      expect(rowsOf(other)[token]).toEqual(close(rowsOf(found)[token] as number[]));
    expect(rowsOf(other)[2]).not.toEqual(close(rowsOf(found)[2] as number[]));
  });

  test('gives tokens in another order the same answers in that order', () => {
    const layer = initTransformerBlock(random.key(1), 4);
    const tokens = random.normal(random.key(2), [1, 3, 4]);
    const turned = (x: Tensor): Tensor =>
      reshape(gather(reshape(x, [3, 4]), tensor([2, 0, 1], [3], 'int32')), [1, 3, 4]);
    const run = (x: Tensor): Tensor => transformerBlock(layer, x, { heads: 2 }, evaluationPass());
    expect(numbers(run(turned(tokens)))).toEqual(close(numbers(turned(run(tokens)))));
  });

  test('tells shapes that do not fit', () => {
    const layer = initAttention(random.key(1), 4);
    expect(() => multiHeadAttention(layer, random.normal(random.key(1), [2, 3, 4]), { heads: 3 })).toThrow(
      '3 heads do not divide',
    );
    expect(() => multiHeadAttention(layer, random.normal(random.key(1), [3, 4]), { heads: 2 })).toThrow(
      '[3, 4]',
    );
  });
});

describe('a transformer block', () => {
  test('has right gradients, to tokens and parameters', () => {
    const parameters = {
      block: initTransformerBlock(random.key(1), 4, 6),
      tokens: random.normal(random.key(2), [2, 3, 4]),
    };
    checkGradient(
      ({ block, tokens }) => sum(tanh(transformerBlock(block, tokens, { heads: 2 }, evaluationPass()))),
      parameters,
    );
  });

  test('is near what goes in where its parts add nothing', () => {
    const block = initTransformerBlock(random.key(1), 4);
    const nothing = { weights: mul(0, block.down.weights), shift: block.down.shift };
    const silent = {
      ...block,
      down: nothing,
      attention: {
        ...block.attention,
        out: { weights: mul(0, block.attention.out.weights), shift: block.attention.out.shift },
      },
    };
    const tokens = random.normal(random.key(2), [2, 3, 4]);
    expect(numbers(transformerBlock(silent, tokens, { heads: 2 }, evaluationPass()))).toEqual(
      numbers(tokens),
    );
  });
});

describe('dropout', () => {
  const x = (): Tensor => tensor(new Float32Array(10_000).fill(2), [10_000]);
  const pass = (seed: number): ReturnType<typeof trainingPass> =>
    trainingPass(random.key(seed), new RunningMoments());

  test('drops its share, makes up for it, and does the same for the same key', () => {
    const found = numbers(dropout(x(), 0.25, pass(1)));
    expect(new Set(found.map((value) => value.toFixed(4)))).toEqual(
      new Set(['0.0000', (2 / 0.75).toFixed(4)]),
    );
    expect(found.reduce((a, b) => a + b) / found.length).toBeCloseTo(2, 1);
    expect(numbers(dropout(x(), 0.25, pass(1)))).toEqual(found);
    expect(numbers(dropout(x(), 0.25, pass(2)))).not.toEqual(found);
  });

  test('changes nothing in evaluation, and refuses to drop everything', () => {
    const whole = x();
    expect(dropout(whole, 0.5, evaluationPass())).toBe(whole);
    expect(() => dropout(whole, 1, pass(1))).toThrow('below 1, not 1');
  });
});

describe('columns as tokens', () => {
  const columns = { numeric: 1, categories: [2, 3] };
  const layer = (): FeatureTokenizer => ({
    scales: tensor([[10, 20]]),
    values: tensor([[1, 1], [2, 2], [3, 3], [4, 4], [5, 5]]), // prettier-ignore
    shifts: tensor([[0, 1], [100, 0], [0, 200]]), // prettier-ignore
  });

  test('are scaled numbers and rows of their values, with a shift for each', () => {
    const found = tokenizeFeatures(layer(), tensor([[0.5, 1, 2], [-1, 0, 0]]), columns); // prettier-ignore
    expect(found.shape).toEqual([2, 3, 2]);
    expect(numbers(found)).toEqual([5, 11, 102, 2, 5, 205, -10, -19, 101, 1, 3, 203]);
  });

  test('are shifts alone where a category is not known', () => {
    const found = tokenizeFeatures(layer(), tensor([[0, -1, 3]]), columns);
    expect(numbers(found)).toEqual([0, 1, 100, 0, 0, 200]);
  });

  test('may be numbers or categories alone', () => {
    for (const own of [
      { numeric: 2, categories: [] },
      { numeric: 0, categories: [4, 4] },
    ]) {
      const made = initFeatureTokenizer(random.key(1), own, 3);
      expect(tokenizeFeatures(made, tensor([[1, 0]]), own).shape).toEqual([1, 2, 3]);
    }
  });

  test('have right gradients', () => {
    const made = initFeatureTokenizer(random.key(1), columns, 3) as Required<
      ReturnType<typeof initFeatureTokenizer>
    >;
    const rows = tensor([[0.3, 1, 2], [-1, 0, 1], [2, 1, -1]]); // prettier-ignore
    checkGradient((p: typeof made) => sum(tanh(tokenizeFeatures(p, rows, columns))), made);
  });

  test('tell rows of other columns', () => {
    expect(() => tokenizeFeatures(layer(), tensor([[1, 2]]), columns)).toThrow(
      'rows are [n, 3], 1 numbers and 2 categories',
    );
  });
});
