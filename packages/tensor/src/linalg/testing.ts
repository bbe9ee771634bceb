import fc from 'fast-check';
import { identityMatrix, matrixFromData, type Matrix } from './matrix.ts';
import { multiplyMatrices } from './multiply-matrices.ts';
import { transposeMatrix } from './transpose-matrix.ts';

/** Numbers as matrices of data have them, zeros and repetitions among them. */
const entry = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, -1) },
);

/** Matrices of 0 to `most` rows and columns. */
export function someMatrix(most = 9): fc.Arbitrary<Matrix> {
  const size = fc.integer({ min: 0, max: most });
  return fc.tuple(size, size).chain(([rows, columns]) => matrixOfSize(rows, columns));
}

export function matrixOfSize(rows: number, columns: number): fc.Arbitrary<Matrix> {
  const length = rows * columns;
  return fc
    .array(entry, { minLength: length, maxLength: length })
    .map((data) => matrixFromData(rows, columns, data));
}

/**
 * Rows and columns in units of their own, up to 10⁻¹³⁰ and 10¹³⁰ apart: what rounding and underflow make hard. Not so near
 * to the smallest numbers that right answers cannot be written down.
 */
export function wildMatrix(most = 7): fc.Arbitrary<Matrix> {
  const powers = fc.array(fc.integer({ min: -65, max: 65 }), { minLength: most, maxLength: most });
  return fc
    .tuple(someMatrix(most), powers, powers)
    .map(([matrix, ofRows, ofColumns]) => ({
      ...matrix,
      data: matrix.data.map((value, at) => {
        const row = ofRows[Math.floor(at / matrix.columns)] ?? 0;
        return value * 10 ** (row + (ofColumns[at % matrix.columns] ?? 0));
      }),
    }))
    .filter((matrix) => !(largest(matrix) > 0 && largest(matrix) < 1e-290));
}

/** The matrix by its largest entry, which is then 1: differences become relative ones. */
export function unit(matrix: Matrix): Matrix {
  const scale = largest(matrix) || 1;
  return { ...matrix, data: matrix.data.map((value) => value / scale) };
}

/** The same numbers each time, from −1 to 1: for sizes that fast-check would be slow at. */
export function fixedMatrix(rows: number, columns: number, seed = 1): Matrix {
  let state = seed;
  const data = Array.from({ length: rows * columns }, () => {
    // Park and Miller's generator.
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
  return matrixFromData(rows, columns, data);
}

export function diagonalMatrix(values: ArrayLike<number>): Matrix {
  const matrix = identityMatrix(values.length);
  for (let i = 0; i < values.length; i++) matrix.data[i * values.length + i] = values[i] as number;
  return matrix;
}

/** 1 / (i + j + 1): the classic of bad condition. */
export function hilbertMatrix(order: number): Matrix {
  return matrixFromData(
    order,
    order,
    Array.from({ length: order * order }, (_, at) => 1 / (Math.floor(at / order) + (at % order) + 1)),
  );
}

/** The largest difference between entries; Infinity where the sizes differ. */
export function distance(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.columns !== b.columns) return Infinity;
  return a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - (b.data[at] as number))), 0);
}

export function largest(matrix: Matrix): number {
  return matrix.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** How far the columns are from orthonormal. */
export function skewness(matrix: Matrix): number {
  return distance(multiplyMatrices(transposeMatrix(matrix), matrix), identityMatrix(matrix.columns));
}

export function product(...factors: [Matrix, ...Matrix[]]): Matrix {
  return factors.reduce((left, right) => multiplyMatrices(left, right));
}

/** max(1, largest entry) × size × 10⁻¹⁴: what roundings may add up to. */
export function roundings(matrix: Matrix): number {
  return 1e-14 * Math.max(1, largest(matrix)) * Math.max(1, matrix.rows, matrix.columns);
}
