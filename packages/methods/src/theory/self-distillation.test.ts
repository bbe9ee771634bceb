import { random, start } from '@broadsheet/tensor';
import {
  columnMatrix,
  identityMatrix,
  matrixFromData,
  multiplyMatrices,
  type Matrix,
} from '@broadsheet/tensor/linalg';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { draw } from '../views/draw.ts';
import { gaussianKernel, kernelPredict, kernelRidge } from './kernel-ridge.ts';
import { selfDistillationExperiment } from './self-distillation-experiment.ts';
import {
  amplifiedRidge,
  bestWeight,
  closedFormSelfDistillation,
  constantWeightFactor,
  distillationFactors,
  iterateSelfDistillation,
} from './self-distillation.ts';

beforeAll(() => start());

/** A sine in noise at n places. */
function noisySine(n: number, seed: number, noise = 0.4): { inputs: Matrix; targets: Matrix } {
  const by = draw(random.key(seed));
  const x = Float64Array.from({ length: n }, () => by.uniform(0, 6));
  return {
    inputs: columnMatrix(x),
    targets: columnMatrix(x.map((value) => Math.sin(value) + noise * by.normal())),
  };
}
const kernel = gaussianKernel(0.8);

describe('kernel ridge regression', () => {
  test('of one input is what one line gives', () => {
    const solve = kernelRidge(matrixFromData(1, 1, [2]), 0.5);
    expect(solve(columnMatrix([5])).data[0]).toBeCloseTo(2, 12);
  });

  test('has a gradient of nothing at its solution', () => {
    const { inputs, targets } = noisySine(12, 1);
    const k = kernel(inputs, inputs);
    const c = kernelRidge(k, 0.3)(targets);
    // ∇ = 2K(Kc - y) + 2λKc
    const fitted = kernelPredict(k, c);
    const residual = {
      ...c,
      data: fitted.data.map((f, i) => f - (targets.data[i] as number) + 0.3 * (c.data[i] as number)),
    };
    for (const slope of multiplyMatrices(k, residual).data) expect(slope).toBeCloseTo(0, 10);
  });

  test('by a Gaussian kernel: 1 on the diagonal, less further away', () => {
    const k = kernel(columnMatrix([0, 0.8, 4]), columnMatrix([0]));
    expect([...k.data]).toEqual(
      [1, Math.exp(-0.5), Math.exp(-12.5)].map((value) => expect.closeTo(value, 12)),
    );
    expect(() => gaussianKernel(0)).toThrow('above 0, not 0');
    expect(() => kernelRidge(identityMatrix(2), 0)).toThrow('above 0, not 0');
  });
});

describe('self-distillation with ground-truth targets', () => {
  const { inputs, targets } = noisySine(25, 2);
  const k = kernel(inputs, inputs);

  test('is its closed form exactly, for any weights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.5, max: 1.5, noNaN: true }), { maxLength: 6 }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        (weights, ridge) => {
          const iterated = iterateSelfDistillation(k, targets, ridge, weights);
          const closed = closedFormSelfDistillation(k, targets, ridge, weights);
          iterated.forEach(({ fitted }, step) =>
            fitted.data.forEach((value, i) => expect(value).toBeCloseTo(closed[step]?.data[i] as number, 9)),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  test('with one weight at all steps has a closed form of the step', () => {
    const weights = [0.3, 0.3, 0.3, 0.3];
    distillationFactors([2, 0.1], 0.5, weights).forEach((factors, i) => {
      expect(factors[0]).toBeCloseTo(constantWeightFactor(2, 0.5, 0.3, i + 1), 12);
      expect(factors[1]).toBeCloseTo(constantWeightFactor(0.1, 0.5, 0.3, i + 1), 12);
    });
    // a = 2/3: b₂ = ⅔·(½ + ½·⅔)
    expect(distillationFactors([1], 0.5, [0.5])[1]?.[0]).toBeCloseTo(5 / 9, 12);
  });

  test('without targets loses more at each step, small eigenvalues first; with them it keeps a part', () => {
    const alone = distillationFactors([4, 0.25], 1, [0, 0, 0]).map(([large, small]) => [large, small]);
    expect(alone).toEqual(
      [1, 2, 3, 4].map((t) => [expect.closeTo(0.8 ** t, 12), expect.closeTo(0.2 ** t, 12)]),
    );
    const guided = distillationFactors(
      [4, 0.25],
      1,
      Array.from({ length: 200 }, () => 0.5),
    ).at(-1);
    expect(guided?.[1]).toBeCloseTo(0.25 / (0.25 + amplifiedRidge(1, 0.5)), 10);
  });

  test('in the limit is the first fit with the ridge over the weight', () => {
    const weights = Array.from({ length: 400 }, () => 0.2);
    const last = iterateSelfDistillation(k, targets, 0.5, weights).at(-1)?.fitted;
    const limit = kernelPredict(k, kernelRidge(k, amplifiedRidge(0.5, 0.2))(targets));
    last?.data.forEach((value, i) => expect(value).toBeCloseTo(limit.data[i] as number, 9));
  });

  test('with weight 1 never changes', () => {
    const [first, , third] = iterateSelfDistillation(k, targets, 0.5, [1, 1]);
    first?.fitted.data.forEach((value, i) => expect(third?.fitted.data[i]).toBeCloseTo(value, 12));
  });
});

describe('the best weight', () => {
  test('is that of the least squared error, by trying', () => {
    const [y, p, q] = [[1, 2, 4], [0, 3, 1], [2, 1, 5]].map((values) => columnMatrix(values)) as [Matrix, Matrix, Matrix]; // prettier-ignore
    const error = (weight: number): number =>
      y.data.reduce((total, value, i) => {
        const said = weight * (p.data[i] as number) + (1 - weight) * (q.data[i] as number);
        return total + (value - said) ** 2;
      }, 0);
    const best = bestWeight(y, p, q);
    expect(error(best)).toBeLessThan(error(best + 1e-3));
    expect(error(best)).toBeLessThan(error(best - 1e-3));
    expect(bestWeight(y, p, p)).toBe(1);
  });

  test('in the experiment is never worse on the validation inputs than no distillation, and agrees with the theorem', () => {
    const data = { train: noisySine(30, 3), validation: noisySine(40, 4), test: noisySine(200, 5, 0) };
    const curves = selfDistillationExperiment({
      ...data,
      kernel,
      ridge: 0.05,
      steps: 5,
      weights: [0, 0.3, 1],
    });
    expect(curves.map(({ weight }) => weight)).toEqual([0, 0.3, 1, null]);
    for (const { gapToClosedForm, test: errors } of curves) {
      expect(gapToClosedForm).toBeLessThan(1e-9);
      expect(errors).toHaveLength(5);
    }
    const best = curves.at(-1);
    const [plain = NaN, ...distilled] = best?.validation ?? [];
    for (const error of distilled) expect(error).toBeLessThanOrEqual(plain + 1e-12);
    expect(Math.min(...distilled)).toBeLessThan(plain - 1e-6);
    for (const curve of curves.slice(0, 3))
      expect(best?.validation[1]).toBeLessThanOrEqual((curve.validation[1] as number) + 1e-12);
    expect(curves[2]?.gapToLimit).toBeLessThan(1e-9);
    expect(curves[0]?.gapToLimit).toBeNull();
  });
});
