import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cholesky,
  choleskySolve,
  gramMatrix,
  matrixFromRows,
  multiplyMatrices,
  NotPositiveDefiniteError,
  transposeMatrix,
  zeroMatrix,
  type Matrix,
} from './index.ts';
import { distance, fixedMatrix, hilbertMatrix, largest, roundings, someMatrix } from './testing.ts';

/** AᵀA + I. */
function positive(a: Matrix): Matrix {
  const gram = gramMatrix(a);
  for (let i = 0; i < gram.rows; i++) gram.data[i * gram.rows + i] = (gram.data[i * gram.rows + i] ?? 0) + 1;
  return gram;
}

describe('cholesky', () => {
  test('L · Lᵀ is the matrix, and L is lower triangular with a positive diagonal', () => {
    fc.assert(
      fc.property(someMatrix(), (any) => {
        const a = positive(any);
        const l = cholesky(a);
        expect(distance(multiplyMatrices(l, transposeMatrix(l)), a)).toBeLessThan(roundings(a));
        for (let i = 0; i < l.rows; i++) {
          expect(l.data[i * l.rows + i]).toBeGreaterThan(0);
          for (let j = i + 1; j < l.rows; j++) expect(l.data[i * l.rows + j]).toBe(0);
        }
      }),
    );
  });

  test('is right across panels, and solves', () => {
    const a = positive(fixedMatrix(120, 101));
    const l = cholesky(a);
    expect(distance(multiplyMatrices(l, transposeMatrix(l)), a)).toBeLessThan(1e-12);
    expect(l.data[50 * 101 + 51]).toBe(0);
    const b = fixedMatrix(101, 3, 5);
    expect(distance(multiplyMatrices(a, choleskySolve(l, b)), b)).toBeLessThan(1e-12);
  });

  test('factors Hilbert’s matrix of order 12, whose condition is 10¹⁶', () => {
    const a = hilbertMatrix(12);
    const l = cholesky(a);
    expect(distance(multiplyMatrices(l, transposeMatrix(l)), a)).toBeLessThan(1e-15);
  });

  test('keeps to scales far from 1', () => {
    for (const scale of [1e-150, 1e150]) {
      const a = positive(fixedMatrix(5, 5));
      const scaled = { ...a, data: a.data.map((value) => value * scale) };
      const l = cholesky(scaled);
      expect(distance(multiplyMatrices(l, transposeMatrix(l)), scaled)).toBeLessThan(1e-14 * largest(scaled));
    }
  });

  test('names the leading minor that is not positive', () => {
    const a = matrixFromRows([
      [2, 0, 0],
      [0, 1, 3],
      [0, 3, 1],
    ]);
    expect(() => cholesky(a)).toThrow(NotPositiveDefiniteError);
    expect(() => cholesky(a)).toThrow('leading minor of order 3 is not positive (pivot -8)');
    expect(() => cholesky(zeroMatrix(2, 2))).toThrow('leading minor of order 1 is not positive (pivot 0)');
  });

  test('refuses what is not square, symmetric or finite', () => {
    expect(() => cholesky(zeroMatrix(2, 3))).toThrow('must be square; it is 2 × 3');
    expect(() =>
      cholesky(
        matrixFromRows([
          [1, 5],
          [2, 9],
        ]),
      ),
    ).toThrow('(1, 0) is 2, but (0, 1) is 5');
    expect(() =>
      cholesky(
        matrixFromRows([
          [1, 0],
          [0, NaN],
        ]),
      ),
    ).toThrow('row 1, column 1 is NaN');
    expect(() => choleskySolve(zeroMatrix(2, 2), zeroMatrix(3, 1))).toThrow(
      '2 × 2, the right-hand side 3 × 1',
    );
    expect(() => choleskySolve(zeroMatrix(2, 3), zeroMatrix(2, 1))).toThrow('must be square; it is 2 × 3');
  });
});
