import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixFromRows, multiplyMatrices, qr, qrSolve, transposeMatrix, zeroMatrix } from './index.ts';
import {
  distance,
  fixedMatrix,
  hilbertMatrix,
  largest,
  roundings,
  skewness,
  someMatrix,
  unit,
  wildMatrix,
} from './testing.ts';

describe('qr', () => {
  test('Q · R is the matrix, Q orthonormal, R upper triangular with no negative diagonal', () => {
    fc.assert(
      fc.property(someMatrix(), (a) => {
        const { q, r } = qr(a);
        const size = Math.min(a.rows, a.columns);
        expect([q.rows, q.columns, r.rows, r.columns]).toEqual([a.rows, size, size, a.columns]);
        expect(distance(multiplyMatrices(q, r), a)).toBeLessThan(roundings(a));
        expect(skewness(q)).toBeLessThan(1e-13);
        for (let i = 0; i < size; i++) {
          expect(r.data[i * a.columns + i]).toBeGreaterThanOrEqual(0);
          for (let j = 0; j < i; j++) expect(r.data[i * a.columns + j]).toBe(0);
        }
      }),
    );
  });

  test('stays orthonormal where columns nearly depend on each other', () => {
    expect(skewness(qr(hilbertMatrix(20)).q)).toBeLessThan(1e-14);
    expect(skewness(qr(zeroMatrix(4, 3)).q)).toBe(0);
  });

  test('keeps to scales at the ends of what float64 holds', () => {
    for (const scale of [1e-300, 1e300, 5e-324]) {
      const a = { ...fixedMatrix(6, 4), data: fixedMatrix(6, 4).data.map((value) => value * scale) };
      const { q, r } = qr(a);
      expect(skewness(q)).toBeLessThan(1e-14);
      expect(distance(multiplyMatrices(q, r), a)).toBeLessThanOrEqual(Math.max(1e-14 * largest(a), 5e-324));
    }
  });

  test('holds where rows and columns differ wildly in scale', () => {
    fc.assert(
      fc.property(wildMatrix(), (a) => {
        const { q, r } = qr(a);
        expect(skewness(q)).toBeLessThan(1e-14);
        const scale = largest(a) || 1;
        const relative = { ...r, data: r.data.map((value) => value / scale) };
        expect(distance(multiplyMatrices(q, relative), unit(a))).toBeLessThan(1e-14);
      }),
    );
  });

  test('keeps columns of very different scales', () => {
    const a = matrixFromRows([
      [1, 3e-200],
      [1, 4e-200],
    ]);
    const { q, r } = qr(a);
    expect(skewness(q)).toBeLessThan(1e-15);
    expect((r.data[3] ?? 0) * 1e200).toBeCloseTo(Math.SQRT1_2, 12);
  });

  test('refuses what is not finite', () => {
    expect(() => qr(matrixFromRows([[1, Infinity]]))).toThrow(
      'qr: every entry must be finite; row 0, column 1 is Infinity',
    );
  });
});

describe('qrSolve', () => {
  test('leaves a residual that is orthogonal to the columns', () => {
    const a = fixedMatrix(40, 7);
    const b = fixedMatrix(40, 2, 3);
    const fitted = multiplyMatrices(a, qrSolve(a, b));
    const residual = { ...b, data: b.data.map((value, at) => value - (fitted.data[at] ?? NaN)) };
    expect(largest(multiplyMatrices(transposeMatrix(a), residual))).toBeLessThan(1e-13);
  });

  test('solves square systems, columns of any unit', () => {
    const a = matrixFromRows([
      [2e-200, 1],
      [0, 4],
    ]);
    const x = qrSolve(a, matrixFromRows([[3], [4]]));
    expect((x.data[0] ?? 0) / 1e200).toBeCloseTo(1, 12);
    expect(x.data[1]).toBeCloseTo(1, 12);
  });

  test('names the column that depends on others', () => {
    const a = matrixFromRows([
      [1, 2, 0],
      [1, 2, 1],
      [1, 2, 5],
    ]);
    expect(() => qrSolve(a, zeroMatrix(3, 1))).toThrow(
      'column 1 of the 3 × 3 matrix depends on those before it',
    );
    expect(() => qrSolve(zeroMatrix(2, 3), zeroMatrix(2, 1))).toThrow(
      'a matrix of 2 × 3 has dependent columns',
    );
    expect(() => qrSolve(a, zeroMatrix(2, 1))).toThrow('the matrix is 3 × 3, the right-hand side 2 × 1');
  });
});
