import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cholesky,
  choleskySolve,
  columnMatrix,
  gramMatrix,
  leastSquares,
  matrixFromRows,
  multiplyMatrices,
  qrSolve,
  transposeMatrix,
  zeroMatrix,
  type Matrix,
} from './index.ts';
import { distance, fixedMatrix, largest, matrixOfSize, roundings } from './testing.ts';

function minus(a: Matrix, b: Matrix): Matrix {
  return { ...a, data: a.data.map((value, at) => value - (b.data[at] ?? NaN)) };
}

describe('leastSquares', () => {
  test('meets the normal equations and has no part that A does not see', () => {
    const size = fc.integer({ min: 0, max: 7 });
    // Products of thin factors: every rank occurs.
    const problem = fc
      .tuple(size, size, size, fc.integer({ min: 1, max: 3 }))
      .chain(([m, rank, n, k]) =>
        fc.tuple(fc.constant(rank), matrixOfSize(m, rank), matrixOfSize(rank, n), matrixOfSize(m, k)),
      );
    fc.assert(
      fc.property(problem, ([, left, right, b]) => {
        const a = multiplyMatrices(left, right);
        const { solution, rank, singularValues } = leastSquares(a, b, { tolerance: 1e-9 });
        // What is nearly dependent makes solutions of any size: roundings then say nothing.
        const smallest = singularValues[rank - 1] ?? 1;
        fc.pre(smallest > 1e-3 * Math.max(1, singularValues[0] ?? 1));
        const residual = minus(multiplyMatrices(a, solution), b);
        const slack = 1e4 * roundings(a) * (1 + largest(solution) * largest(a));
        expect(largest(multiplyMatrices(transposeMatrix(a), residual))).toBeLessThan(slack);
        // The minimum-norm solution lies in the row space: it is Aᵀ · y for some y.
        const back = leastSquares(transposeMatrix(a), solution, { tolerance: 1e-9 });
        expect(distance(multiplyMatrices(transposeMatrix(a), back.solution), solution)).toBeLessThan(slack);
      }),
    );
  });

  test('shares out evenly among equal columns', () => {
    const a = matrixFromRows([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    const { solution, rank } = leastSquares(a, columnMatrix([2, 4, 6]));
    expect(rank).toBe(1);
    expect(solution.data[0]).toBeCloseTo(1, 14);
    expect(solution.data[1]).toBeCloseTo(1, 14);
  });

  test('is qrSolve where columns are independent, and exact where there are more unknowns than equations', () => {
    const a = fixedMatrix(30, 6);
    const b = fixedMatrix(30, 2, 9);
    expect(distance(leastSquares(a, b).solution, qrSolve(a, b))).toBeLessThan(1e-13);
    const wide = fixedMatrix(4, 9);
    const c = fixedMatrix(4, 1, 4);
    expect(distance(multiplyMatrices(wide, leastSquares(wide, c).solution), c)).toBeLessThan(1e-14);
  });

  test('with a ridge solves (AᵀA + λI) x = Aᵀb', () => {
    for (const [rows, columns] of [
      [20, 6],
      [6, 20],
    ] as const) {
      const a = fixedMatrix(rows, columns);
      const b = fixedMatrix(rows, 1, 8);
      const normal = gramMatrix(a);
      for (let i = 0; i < columns; i++)
        normal.data[i * columns + i] = (normal.data[i * columns + i] ?? 0) + 0.3;
      const wanted = choleskySolve(cholesky(normal), multiplyMatrices(transposeMatrix(a), b));
      expect(distance(leastSquares(a, b, { ridge: 0.3 }).solution, wanted)).toBeLessThan(1e-14);
    }
  });

  test('of nothing is nothing', () => {
    expect(leastSquares(zeroMatrix(3, 2), columnMatrix([1, 2, 3]))).toEqual({
      solution: zeroMatrix(2, 1),
      rank: 0,
      singularValues: new Float64Array(2),
    });
    expect(leastSquares(zeroMatrix(0, 2), zeroMatrix(0, 1)).solution).toEqual(zeroMatrix(2, 1));
    expect(leastSquares(zeroMatrix(2, 0), zeroMatrix(2, 1)).solution).toEqual(zeroMatrix(0, 1));
  });

  test('says what is wrong', () => {
    expect(() => leastSquares(zeroMatrix(3, 2), zeroMatrix(2, 1))).toThrow(
      'the matrix is 3 × 2, the right-hand side 2 × 1',
    );
    expect(() => leastSquares(zeroMatrix(1, 1), columnMatrix([NaN]))).toThrow(
      '(right-hand side): every entry must be finite',
    );
    expect(() => leastSquares(zeroMatrix(1, 1), zeroMatrix(1, 1), { ridge: -1 })).toThrow(
      'ridge is a finite number of at least 0, not -1',
    );
  });
});
