import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  columnMatrix,
  gramMatrix,
  identityMatrix,
  matrixFromData,
  matrixFromRows,
  matrixRows,
  multiplyMatrices,
  transposeMatrix,
  zeroMatrix,
  type Matrix,
} from './index.ts';
import { distance, fixedMatrix, matrixOfSize, someMatrix } from './testing.ts';

describe('a matrix', () => {
  test('is made from rows, from float32 and from nothing', () => {
    expect(matrixFromRows([[1, 2], new Float32Array([3, 4])]).data).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(matrixFromData(1, 2, new Float32Array([0.5, 0.25])).data).toEqual(Float64Array.of(0.5, 0.25));
    expect(matrixFromRows([])).toEqual(zeroMatrix(0, 0));
    expect(matrixFromRows([[], []])).toEqual(zeroMatrix(2, 0));
    expect(columnMatrix([1, 2])).toEqual(matrixFromRows([[1], [2]]));
    expect(matrixRows(identityMatrix(2))).toEqual([Float64Array.of(1, 0), Float64Array.of(0, 1)]);
  });

  test('copies what it is made from', () => {
    const source = Float64Array.of(1, 2);
    matrixFromData(1, 2, source).data[0] = 9;
    expect(source[0]).toBe(1);
  });

  test('says which size is wrong', () => {
    expect(() => matrixFromData(2, 3, [1, 2])).toThrow('a 2 × 3 matrix has 6 entries, but 2 were given');
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow('row 0, which has 2 entries; row 1 has 1');
    expect(() => zeroMatrix(-1, 2)).toThrow('whole numbers of at least 0, not -1 × 2');
    expect(() => identityMatrix(1.5)).toThrow('whole numbers');
  });
});

function slowProduct(a: Matrix, b: Matrix): Matrix {
  const c = zeroMatrix(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < b.columns; j++) {
      let sum = 0;
      for (let k = 0; k < a.columns; k++)
        sum += (a.data[i * a.columns + k] ?? NaN) * (b.data[k * b.columns + j] ?? NaN);
      c.data[i * c.columns + j] = sum;
    }
  return c;
}

describe('multiplyMatrices', () => {
  test('is rows times columns, for any sizes', () => {
    const size = fc.integer({ min: 0, max: 11 });
    const pair = fc
      .tuple(size, size, size)
      .chain(([m, k, n]) => fc.tuple(matrixOfSize(m, k), matrixOfSize(k, n)));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(distance(multiplyMatrices(a, b), slowProduct(a, b))).toBeLessThan(1e-11);
      }),
    );
  });

  test('is right across the borders of its blocks', () => {
    const a = fixedMatrix(69, 521);
    const b = fixedMatrix(521, 133, 2);
    expect(distance(multiplyMatrices(a, b), slowProduct(a, b))).toBeLessThan(1e-12);
    expect(distance(gramMatrix(b), slowProduct(transposeMatrix(b), b))).toBeLessThan(1e-11);
  });

  test('names both sizes where they do not fit', () => {
    expect(() => multiplyMatrices(zeroMatrix(2, 3), zeroMatrix(4, 5))).toThrow('not 2 × 3 and 4 × 5');
  });
});

describe('transposeMatrix and gramMatrix', () => {
  test('turning twice changes nothing, and the Gram matrix is Aᵀ · A, symmetric to the bit', () => {
    fc.assert(
      fc.property(someMatrix(), (a) => {
        expect(transposeMatrix(transposeMatrix(a))).toEqual(a);
        const gram = gramMatrix(a);
        expect(distance(gram, multiplyMatrices(transposeMatrix(a), a))).toBeLessThan(1e-11);
        expect(transposeMatrix(gram)).toEqual(gram);
      }),
    );
  });

  test('turn what is wider than a block', () => {
    const a = fixedMatrix(45, 70);
    const turned = transposeMatrix(a);
    expect(turned.data[69 * 45 + 44]).toBe(a.data[44 * 70 + 69]);
    expect(transposeMatrix(turned)).toEqual(a);
  });
});
