import { multiplyMatrices } from './multiply-matrices.ts';
import { zeroMatrix, type Matrix } from './matrix.ts';
import { requireFinite, requireSameRows } from './requirements.ts';
import { svd } from './svd.ts';
import { transposeMatrix } from './transpose-matrix.ts';

export interface LeastSquaresOptions {
  /** λ ≥ 0 of the penalty λ · ‖X‖²; 0 unless given. */
  readonly ridge?: number;
  /** Singular values at or below `tolerance` times the largest count as 0; max(m, n) · 2⁻⁵² unless given. */
  readonly tolerance?: number;
}

export interface LeastSquares {
  /** n × k: one solution for each column of B. */
  readonly solution: Matrix;
  /** Singular values of A that count. */
  readonly rank: number;
  /** All min(m, n) of them, the largest first. */
  readonly singularValues: Float64Array;
}

/**
 * X that minimises ‖A · X − B‖² + ridge · ‖X‖², for A of m × n of any rank and B of m × k; where several do (dependent
 * columns, n > m), the one of least norm. By the singular values: Golub and Van Loan, Matrix Computations, 4th edition,
 * §5.5.1 and §6.1.4 (ridge). `qrSolve` is several times faster where the columns are known to be independent.
 * @throws RangeError where B has other rows than A, an entry is not finite, or an option is negative.
 */
export function leastSquares(a: Matrix, b: Matrix, options: LeastSquaresOptions = {}): LeastSquares {
  const { ridge = 0, tolerance = Math.max(a.rows, a.columns) * Number.EPSILON } = options;
  requireSameRows('leastSquares', a, b);
  requireFinite('leastSquares (right-hand side)', b);
  for (const [name, value] of Object.entries({ ridge, tolerance }))
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(`leastSquares: ${name} is a finite number of at least 0, not ${value}.`);
  const { u, values, v } = svd(a);
  const largest = values[0] ?? 0;
  const counts = values.map((value) => (value > tolerance * largest ? 1 : 0));
  const rank = counts.reduce((sum, one) => sum + one, 0);
  const weighted = multiplyMatrices(transposeMatrix(u), b);
  for (const [i, value] of values.entries()) {
    // value / (value² + ridge), in a form that does not overflow; what counts as 0 is left out.
    const weight = counts[i] === 1 ? 1 / (value + ridge / value) : 0;
    for (let j = i * b.columns; j < (i + 1) * b.columns; j++)
      weighted.data[j] = weight * (weighted.data[j] as number);
  }
  const solution = values.length === 0 ? zeroMatrix(a.columns, b.columns) : multiplyMatrices(v, weighted);
  return { solution, rank, singularValues: values };
}
