import type { Matrix } from './matrix.ts';
import { showSize } from './show-size.ts';
import { requireSameRows } from './requirements.ts';
import { transposeMatrix } from './transpose-matrix.ts';
import { addScaled, dot } from './vector.ts';

/**
 * X with L · Lᵀ · X = B, for L from `cholesky`: one solution for each column of B.
 * Golub and Van Loan, Matrix Computations, 4th edition, algorithms 3.1.1 and 3.1.4 (here by rows of L in both).
 * @throws RangeError where L is not square or B has other rows.
 */
export function choleskySolve(lower: Matrix, b: Matrix): Matrix {
  if (lower.rows !== lower.columns)
    throw new RangeError(`choleskySolve: the factor must be square; it is ${showSize(lower)}.`);
  requireSameRows('choleskySolve', lower, b);
  const order = lower.rows;
  const l = lower.data;
  const solved = transposeMatrix(b);
  const x = solved.data;
  for (let column = 0; column < b.columns; column++) {
    const from = column * order;
    for (let i = 0; i < order; i++) {
      const rest = (x[from + i] as number) - dot(l, i * order, x, from, i);
      x[from + i] = rest / (l[i * order + i] as number);
    }
    for (let i = order - 1; i >= 0; i--) {
      const value = (x[from + i] as number) / (l[i * order + i] as number);
      x[from + i] = value;
      addScaled(-value, l, i * order, x, from, i);
    }
  }
  return transposeMatrix(solved);
}
