import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gramMatrix,
  matrixFromData,
  matrixFromRows,
  multiplyMatrices,
  symmetricEigen,
  symmetricEigenvalues,
  transposeMatrix,
  zeroMatrix,
  type Matrix,
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

function symmetricPart(a: Matrix): Matrix {
  const order = Math.min(a.rows, a.columns);
  const at = (i: number, j: number) => a.data[i * a.columns + j] ?? NaN;
  return matrixFromData(
    order,
    order,
    Array.from({ length: order * order }, (_, k) => {
      const [i, j] = [Math.floor(k / order), k % order];
      return at(i, j) + at(j, i);
    }),
  );
}

describe('symmetricEigen', () => {
  test('A · v = λ · v, vectors orthonormal, values falling', () => {
    fc.assert(
      fc.property(someMatrix(), (any) => {
        const a = symmetricPart(any);
        const { values, vectors } = symmetricEigen(a);
        expect(skewness(vectors)).toBeLessThan(1e-13);
        const stretched = multiplyMatrices(vectors, diagonalMatrix(values));
        expect(distance(multiplyMatrices(a, vectors), stretched)).toBeLessThan(10 * roundings(a));
        expect(values.toSorted().toReversed()).toEqual(values);
        const alone = symmetricEigenvalues(a);
        for (const [i, value] of alone.entries())
          expect(Math.abs(value - (values[i] ?? NaN))).toBeLessThan(roundings(a));
      }),
    );
  });

  test('knows the second difference, whose values are 2 − 2 cos(πk / (n + 1))', () => {
    const order = 60;
    const a = zeroMatrix(order, order);
    for (let i = 0; i < order; i++) {
      a.data[i * order + i] = 2;
      if (i > 0) a.data[i * order + i - 1] = a.data[(i - 1) * order + i] = -1;
    }
    for (const [i, value] of symmetricEigenvalues(a).entries())
      expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * (order - i)) / (order + 1)), 13);
  });

  test('knows Hilbert’s matrix of order 5', () => {
    // Computed with 50 digits (mpmath 1.3, eigsy).
    const known = [
      1.5670506910982307, 0.20853421861101334, 0.011407491623419806, 0.0003058980401511917,
      3.287928772171863e-6,
    ];
    for (const [i, value] of symmetricEigenvalues(hilbertMatrix(5)).entries())
      expect(Math.abs(value - (known[i] ?? NaN))).toBeLessThan(1e-15);
  });

  test('is right for more sweeps than are applied at once', () => {
    const a = gramMatrix(fixedMatrix(40, 90));
    const { values, vectors } = symmetricEigen(a);
    expect(skewness(vectors)).toBeLessThan(1e-13);
    expect(distance(product(vectors, diagonalMatrix(values), transposeMatrix(vectors)), a)).toBeLessThan(
      1e-12,
    );
    // 40 rows make a rank of 40.
    expect(values[39]).toBeGreaterThan(0.1);
    expect(Math.abs(values[40] ?? NaN)).toBeLessThan(1e-13);
  });

  test('holds where rows and columns differ wildly in scale', () => {
    fc.assert(
      fc.property(wildMatrix(), (any) => {
        const a = symmetricPart(any);
        fc.pre(largest(a) === 0 || largest(a) > 1e-290);
        const { values, vectors } = symmetricEigen(a);
        expect(skewness(vectors)).toBeLessThan(1e-14);
        const relative = values.map((value) => value / (largest(a) || 1));
        const back = product(vectors, diagonalMatrix(relative), transposeMatrix(vectors));
        expect(distance(back, unit(a))).toBeLessThan(1e-14);
      }),
    );
  });

  test('takes repeated values, zeros and scales at the ends of float64', () => {
    expect(symmetricEigen(zeroMatrix(0, 0)).values).toHaveLength(0);
    expect(symmetricEigen(matrixFromRows([[-3]]))).toEqual({
      values: Float64Array.of(-3),
      vectors: matrixFromRows([[1]]),
    });
    expect(symmetricEigen(zeroMatrix(3, 3)).values).toEqual(new Float64Array(3));
    expect(symmetricEigenvalues(diagonalMatrix([1, 1, 5, 1]))).toEqual(Float64Array.of(5, 1, 1, 1));
    for (const scale of [1e-300, 1e300]) {
      const values = symmetricEigenvalues(
        matrixFromRows([
          [0, scale],
          [scale, 0],
        ]),
      );
      expect((values[0] ?? NaN) / scale).toBeCloseTo(1, 14);
      expect((values[1] ?? NaN) / scale).toBeCloseTo(-1, 14);
    }
  });

  test('refuses what is not square, symmetric or finite', () => {
    expect(() => symmetricEigen(zeroMatrix(2, 3))).toThrow(
      'symmetricEigen: the matrix must be square; it is 2 × 3',
    );
    expect(() =>
      symmetricEigen(
        matrixFromRows([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toThrow('must be symmetric; (1, 0) is 3, but (0, 1) is 2');
    expect(() => symmetricEigenvalues(matrixFromRows([[NaN]]))).toThrow('row 0, column 0 is NaN');
  });
});
