import { add, gather, mul, random, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { barlowTwinsLoss, crossCorrelation, standardise } from './barlow-twins.ts';

beforeAll(() => start());

const batch = (seed: number, n = 6, d = 3): Tensor => random.normal(random.key(seed), [n, d]);

/** Its columns have mean 0, variance 1 and nothing to do with each other. */
const orthogonal = (): Tensor =>
  tensor([
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ]);

describe('the Barlow Twins loss', () => {
  test('is 0 where the cross-correlation is the identity', () => {
    const z = orthogonal();
    expect([...crossCorrelation(standardise(z), standardise(z)).dataNow()]).toEqual([
      expect.closeTo(1, 4),
      expect.closeTo(0, 6),
      expect.closeTo(0, 6),
      expect.closeTo(1, 4),
    ]);
    expect(barlowTwinsLoss(z, z, 0.005).item()).toBeCloseTo(0, 6);
  });

  test('is what the formula gives by hand where one view is turned', () => {
    // C = [[0, 1], [1, 0]]: (1 - 0)² twice, and λ·1² twice.
    const turned = gather(orthogonal(), tensor(Int32Array.of(0, 2, 1, 3)));
    expect(barlowTwinsLoss(orthogonal(), turned, 0.25).item()).toBeCloseTo(2 + 2 * 0.25, 3);
    // C = -I: (1 + 1)² twice.
    expect(barlowTwinsLoss(orthogonal(), mul(orthogonal(), -1), 0.25).item()).toBeCloseTo(8, 3);
  });

  test('is what plain loops give', () => {
    const [one, other] = [batch(1), batch(2)];
    const [n, d] = [6, 3];
    const columns = (x: Tensor): number[][] =>
      Array.from({ length: d }, (_, j) => {
        const column = Array.from({ length: n }, (__, i) => x.dataNow()[i * d + j] as number);
        const mean = column.reduce((a, b) => a + b) / n;
        const centred = column.map((value) => value - mean);
        const length = Math.hypot(...centred);
        return centred.map((value) => value / length);
      });
    const [a, b] = [columns(one), columns(other)] as const;
    let expected = 0;
    a.forEach((left, i) =>
      b.forEach((right, j) => {
        const c = left.reduce((total, value, k) => total + value * (right[k] as number), 0);
        expected += i === j ? (1 - c) ** 2 : 0.1 * c ** 2;
      }),
    );
    expect(barlowTwinsLoss(one, other, 0.1).item()).toBeCloseTo(expected, 3);
  });

  test('does not depend on scale, shift or order, since embeddings are standardised', () => {
    const [one, other] = [batch(1), batch(2)];
    const order = tensor(Int32Array.of(4, 2, 0, 5, 1, 3));
    const loss = barlowTwinsLoss(one, other, 0.05).item();
    expect(barlowTwinsLoss(add(mul(one, tensor([3, 10, 0.5])), 4), other, 0.05).item()).toBeCloseTo(loss, 3);
    expect(barlowTwinsLoss(gather(one, order), gather(other, order), 0.05).item()).toBeCloseTo(loss, 4);
    expect(barlowTwinsLoss(gather(one, order), other, 0.05).item()).not.toBeCloseTo(loss, 1);
  });

  test('has the gradient that differences give', () => {
    checkGradient(([one, other]: [Tensor, Tensor]) => barlowTwinsLoss(one, other, 0.3), [batch(1), batch(2)]);
  });
});
