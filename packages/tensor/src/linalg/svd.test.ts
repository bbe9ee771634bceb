import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gramMatrix,
  matrixFromRows,
  multiplyMatrices,
  qr,
  singularValues,
  svd,
  symmetricEigenvalues,
  transposeMatrix,
  zeroMatrix,
} from './index.ts';
import {
  diagonalMatrix,
  distance,
  fixedMatrix,
  hilbertMatrix,
  largest,
  product,
  roundings,
  skewness,
  someMatrix,
  unit,
  wildMatrix,
} from './testing.ts';

describe('svd', () => {
  test('U · Σ · Vᵀ is the matrix, U and V orthonormal, values falling and not negative', () => {
    fc.assert(
      fc.property(someMatrix(), (a) => {
        const { u, values, v } = svd(a);
        const size = Math.min(a.rows, a.columns);
        expect([u.rows, u.columns, values.length, v.rows, v.columns]).toEqual([
          a.rows,
          size,
          size,
          a.columns,
          size,
        ]);
        expect(skewness(u)).toBeLessThan(1e-13);
        expect(skewness(v)).toBeLessThan(1e-13);
        expect(distance(product(u, diagonalMatrix(values), transposeMatrix(v)), a)).toBeLessThan(
          10 * roundings(a),
        );
        expect(values.every((value) => value >= 0)).toBe(true);
        expect(values.toSorted().toReversed()).toEqual(values);
      }),
    );
  });

  test('values alone are those of the decomposition, and their squares the Gram matrix’s eigenvalues', () => {
    fc.assert(
      fc.property(someMatrix(), (a) => {
        const values = singularValues(a);
        const { values: withVectors } = svd(a);
        const eigenvalues = symmetricEigenvalues(gramMatrix(a));
        for (const [i, value] of values.entries()) {
          expect(Math.abs(value - (withVectors[i] ?? NaN))).toBeLessThan(10 * roundings(a));
          expect(Math.abs(value ** 2 - (eigenvalues[i] ?? NaN))).toBeLessThan(1e-10);
        }
      }),
    );
  });

  test('finds values far below what the Gram matrix can tell', () => {
    const { q: left } = qr(fixedMatrix(60, 5));
    const { q: right } = qr(fixedMatrix(5, 5, 7));
    const wanted = [1, 1e-3, 1e-6, 1e-9, 1e-12];
    const found = singularValues(product(left, diagonalMatrix(wanted), right));
    for (const [i, value] of wanted.entries())
      expect(Math.abs((found[i] ?? NaN) - value)).toBeLessThan(1e-15);
  });

  test('knows Hilbert’s matrix of order 8, whose condition is 1.5 · 10¹⁰', () => {
    const values = singularValues(hilbertMatrix(8));
    // Computed with 50 digits (mpmath 1.3, svd).
    expect(values[0]).toBeCloseTo(1.6959389969219494, 14);
    expect(Math.abs((values[7] ?? NaN) - 1.1115389663724424e-10)).toBeLessThan(1e-15);
  });

  test('is right for more sweeps than are applied at once, tall, wide and square', () => {
    for (const [rows, columns] of [
      [150, 70],
      [70, 150],
      [90, 90],
    ] as const) {
      const a = fixedMatrix(rows, columns);
      const { u, values, v } = svd(a);
      expect(skewness(u)).toBeLessThan(1e-13);
      expect(skewness(v)).toBeLessThan(1e-13);
      expect(distance(product(u, diagonalMatrix(values), transposeMatrix(v)), a)).toBeLessThan(1e-13);
    }
  });

  test('holds where rows and columns differ wildly in scale', () => {
    fc.assert(
      fc.property(wildMatrix(), (a) => {
        const { u, values, v } = svd(a);
        expect(skewness(u)).toBeLessThan(1e-14);
        expect(skewness(v)).toBeLessThan(1e-14);
        const relative = values.map((value) => value / (largest(a) || 1));
        expect(distance(product(u, diagonalMatrix(relative), transposeMatrix(v)), unit(a))).toBeLessThan(
          1e-14,
        );
      }),
    );
  });

  test('converges where the bidiagonal begins with next to nothing', () => {
    // Sweeps once had a shift that moved nothing, or none and converged by a tenth each.
    const small = matrixFromRows([
      [1.0261083686958797e-186, -5e-15, 1.1],
      [0, -1.1, -5e-15],
      [0, 0, -1.1],
    ]);
    const close = matrixFromRows([
      [1, 0, 0],
      [0, 1.09e-102, 1.1e-102],
      [0, 0, 1.03e-102],
    ]);
    for (const a of [small, close]) {
      const { u, values, v } = svd(a);
      expect(skewness(u)).toBeLessThan(1e-14);
      expect(distance(product(u, diagonalMatrix(values), transposeMatrix(v)), a)).toBeLessThan(1e-14);
    }
  });

  test('takes zeros on the way: ranks below the size, triangles with an empty diagonal', () => {
    const thin = multiplyMatrices(fixedMatrix(30, 4), fixedMatrix(4, 20, 2));
    const values = singularValues(thin);
    expect(values[3]).toBeGreaterThan(0.1);
    expect(values[4]).toBeLessThan(1e-14);
    const shift = zeroMatrix(6, 6);
    for (let i = 0; i < 5; i++) shift.data[i * 6 + i + 1] = 1;
    const { u, values: ones, v } = svd(shift);
    expect(Array.from(ones)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(distance(product(u, diagonalMatrix(ones), transposeMatrix(v)), shift)).toBeLessThan(1e-15);
    expect(svd(zeroMatrix(3, 2)).values).toEqual(new Float64Array(2));
    expect(skewness(svd(zeroMatrix(3, 2)).u)).toBe(0);
  });

  test('keeps to scales at the ends of what float64 holds', () => {
    for (const scale of [1e-300, 1e300]) {
      const values = singularValues(
        matrixFromRows([
          [3 * scale, 0],
          [4 * scale, 0],
        ]),
      );
      expect((values[0] ?? 0) / scale).toBeCloseTo(5, 14);
      expect(values[1]).toBe(0);
    }
  });

  test('refuses what is not finite', () => {
    expect(() => svd(matrixFromRows([[1], [NaN]]))).toThrow(
      'svd: every entry must be finite; row 1, column 0 is NaN',
    );
    expect(() => singularValues(matrixFromRows([[-Infinity]]))).toThrow(
      'singularValues: every entry must be finite',
    );
  });
});
