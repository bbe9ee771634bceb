import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cholesky,
  choleskySolve,
  columnMatrix,
  gramMatrix,
  lbfgs,
  matrixRows,
  multiplyMatrices,
  type Objective,
} from './index.ts';
import { fixedMatrix } from './testing.ts';

const rosenbrock: Objective = (x) => {
  let value = 0;
  const gradient = new Float64Array(x.length);
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i] ?? NaN, x[i + 1] ?? NaN];
    value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
    gradient[i] = (gradient[i] ?? NaN) - 400 * a * (b - a * a) - 2 * (1 - a);
    gradient[i + 1] = 200 * (b - a * a);
  }
  return { value, gradient };
};

describe('lbfgs', () => {
  test('finds the bottom of Rosenbrock’s valley from anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 2 }),
        (start) => {
          const result = lbfgs(rosenbrock, start, { gradientTolerance: 1e-9 });
          expect(result.reason).toBe('gradient');
          expect(result.gradientNorm).toBeLessThanOrEqual(1e-9);
          for (const value of result.x) expect(value).toBeCloseTo(1, 7);
        },
      ),
    );
    const long = lbfgs(rosenbrock, new Float64Array(100).fill(-1));
    expect(long.converged).toBe(true);
    expect(long.evaluations).toBeLessThan(1000);
  });

  test('solves quadratics in few iterations', () => {
    const order = 8;
    const a = gramMatrix(fixedMatrix(12, order));
    const b = fixedMatrix(order, 1, 3);
    const objective: Objective = (x) => {
      const ax = multiplyMatrices(a, columnMatrix(x)).data;
      const gradient = ax.map((value, i) => value - (b.data[i] ?? NaN));
      return {
        value: x.reduce((sum, value, i) => sum + value * (0.5 * (ax[i] ?? NaN) - (b.data[i] ?? NaN)), 0),
        gradient,
      };
    };
    const result = lbfgs(objective, new Float64Array(order), { gradientTolerance: 1e-10 });
    expect(result.converged).toBe(true);
    expect(result.iterations).toBeLessThan(50);
    const wanted = choleskySolve(cholesky(a), b);
    for (const [i, value] of result.x.entries()) expect(value).toBeCloseTo(wanted.data[i] ?? NaN, 8);
  });

  test('fits a logistic regression', () => {
    const rows = matrixRows(fixedMatrix(200, 5));
    const labels = rows.map((row, i) => Number((row[0] ?? 0) - 2 * (row[1] ?? 0) + Math.sin(i) > 0));
    const objective: Objective = (w) => {
      let value = 0.05 * w.reduce((sum, weight) => sum + weight * weight, 0);
      const gradient = w.map((weight) => 0.1 * weight);
      for (const [i, row] of rows.entries()) {
        const margin = row.reduce((sum, feature, j) => sum + feature * (w[j] ?? NaN), 0);
        const label = labels[i] ?? NaN;
        value += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(margin, 0) - label * margin;
        const error = 1 / (1 + Math.exp(-margin)) - label;
        for (const [j, feature] of row.entries()) gradient[j] = (gradient[j] ?? NaN) + error * feature;
      }
      return { value, gradient };
    };
    const result = lbfgs(objective, new Float64Array(5), { gradientTolerance: 1e-8 });
    expect(result.converged).toBe(true);
    expect(result.iterations).toBeLessThan(40);
    expect(Math.max(...(objective(result.x).gradient as Float64Array))).toBeLessThan(1e-8);
    expect(result.x[1]).toBeLessThan(0);
  });

  test('steps back from where the objective is not defined', () => {
    // x − ln x, whose first steps from 50 would lead below 0.
    const result = lbfgs(([x = NaN]) => ({ value: x - Math.log(x), gradient: [1 - 1 / x] }), [50]);
    expect(result.converged).toBe(true);
    expect(result.x[0]).toBeCloseTo(1, 5);
    const steep = lbfgs(
      ([x = NaN]) => ({ value: Math.exp(x * x), gradient: [2 * x * Math.exp(x * x)] }),
      [26],
    );
    expect(steep.converged).toBe(true);
  });

  test('reports an objective that is not finite, with the iteration', () => {
    const start = lbfgs(() => ({ value: NaN, gradient: [0] }), [1]);
    expect(start).toMatchObject({ reason: 'not-finite', converged: false, iterations: 0, evaluations: 1 });
    expect(start.message).toContain(
      'Iteration 0: the value (NaN) or the gradient at the start is not finite',
    );
    const wall = lbfgs(([x = NaN]) => ({ value: x === 1 ? 3 : NaN, gradient: [1] }), [1]);
    expect(wall).toMatchObject({ reason: 'not-finite', value: 3 });
    expect(wall.x).toEqual(Float64Array.of(1));
    const gradient = lbfgs(([x = NaN]) => ({ value: x * x, gradient: [x === 2 ? 4 : Infinity] }), [2]);
    expect(gradient.reason).toBe('not-finite');
  });

  test('says why else it stopped', () => {
    expect(lbfgs(rosenbrock, [-1.2, 1], { maxIterations: 3 })).toMatchObject({
      reason: 'iterations',
      converged: false,
      iterations: 3,
    });
    // A gradient of the wrong sign points uphill.
    expect(lbfgs(([x = NaN]) => ({ value: x * x, gradient: [-2 * x] }), [2]).reason).toBe('no-decrease');
    // Falls for ever: not finite in the end, and never converged.
    expect(lbfgs(([x = NaN]) => ({ value: -x, gradient: [-1] }), [0], { maxIterations: 50 }).converged).toBe(
      false,
    );
    expect(lbfgs(() => ({ value: 4, gradient: [] }), []).converged).toBe(true);
  });

  test('is not fooled by an objective that hands out one array for every gradient', () => {
    const shared = new Float64Array(2);
    const result = lbfgs(
      (x) => {
        const { value, gradient } = rosenbrock(x);
        shared.set(gradient);
        return { value, gradient: shared };
      },
      [-1.2, 1],
    );
    expect(result.x).toEqual(lbfgs(rosenbrock, [-1.2, 1]).x);
  });

  test('refuses options and gradients that do not fit', () => {
    expect(() => lbfgs(() => ({ value: 1, gradient: [1] }), [1, 2])).toThrow('which has 2 entries; it has 1');
    expect(() => lbfgs(rosenbrock, [1, 2], { memory: 0 })).toThrow(
      'memory is a whole number of at least 1, not 0',
    );
    expect(() => lbfgs(rosenbrock, [1, 2], { gradientTolerance: NaN })).toThrow('not NaN');
    expect(() => lbfgs(rosenbrock, [1, 2], { maxIterations: -1 })).toThrow('at least 0, not -1');
  });
});
