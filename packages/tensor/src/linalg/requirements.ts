import type { Matrix } from './matrix.ts';
import { showSize } from './show-size.ts';
import { largestMagnitude } from './vector.ts';

/** How far, against the largest entry, a symmetric matrix may be from its transpose: what float32 sums leave. */
const asymmetry = 1e-6;

/** @throws RangeError that names the first entry that is NaN or infinite. */
export function requireFinite(operation: string, matrix: Matrix): void {
  for (let at = 0; at < matrix.data.length; at++) {
    const value = matrix.data[at] as number;
    if (!Number.isFinite(value))
      throw new RangeError(
        `${operation}: every entry must be finite; row ${Math.floor(at / matrix.columns)}, column ` +
          `${at % matrix.columns} is ${value}.`,
      );
  }
}

/** @throws RangeError where it is not square, or not equal to its transpose within 10⁻⁶ of its largest entry. */
export function requireSymmetric(operation: string, matrix: Matrix): void {
  const { rows, columns, data } = matrix;
  if (rows !== columns)
    throw new RangeError(`${operation}: the matrix must be square; it is ${showSize(matrix)}.`);
  const allowed = asymmetry * largestMagnitude(data);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < i; j++) {
      const below = data[i * rows + j] as number;
      const above = data[j * rows + i] as number;
      if (Math.abs(below - above) > allowed)
        throw new RangeError(
          `${operation}: the matrix must be symmetric; (${i}, ${j}) is ${below}, but (${j}, ${i}) is ${above}.`,
        );
    }
}

/** @throws RangeError where a right-hand side has not as many rows as the matrix. */
export function requireSameRows(operation: string, a: Matrix, b: Matrix): void {
  if (a.rows !== b.rows)
    throw new RangeError(
      `${operation}: both sides must have as many rows; the matrix is ${showSize(a)}, the right-hand side ${showSize(b)}.`,
    );
}
