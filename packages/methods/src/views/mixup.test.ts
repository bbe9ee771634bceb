import { random, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { draw } from './draw.ts';
import { drawLambda, mixup } from './mixup.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];

test('mixes by one share, or by one for each', () => {
  const [a, b] = [tensor([[4, 8], [4, 8]]), tensor([[0, 4], [8, 0]])]; // prettier-ignore
  expect(numbers(mixup(a, b, 0.25))).toEqual([1, 5, 7, 2]);
  expect(numbers(mixup(a, b, tensor([[1], [0.5]])))).toEqual([4, 8, 6, 4]);
  expect(() => mixup(a, tensor([1]), 0.5)).toThrow('[2, 2] and [1] cannot be mixed');
});

test.each([0.2, 1, 2])('draws shares of a Beta distribution with alpha %f', (alpha) => {
  const host = draw(random.key(1));
  const drawn = Array.from({ length: 4000 }, () => drawLambda(alpha, host));
  const mean = drawn.reduce((a, b) => a + b) / drawn.length;
  const variance = drawn.reduce((total, x) => total + (x - mean) ** 2, 0) / drawn.length;
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.abs(variance - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.01);
});
