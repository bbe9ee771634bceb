import type { Matrix } from './matrix.ts';
import { powerOfTwoScale } from './power-of-two-scale.ts';
import { requireFinite, requireSymmetric } from './requirements.ts';
import { RotationQueue } from './rotation-queue.ts';
import { tridiagonalQr } from './tridiagonal-qr.ts';
import { tridiagonalise } from './tridiagonalise.ts';

export interface SymmetricEigen {
  /** n eigenvalues, the largest first. */
  readonly values: Float64Array;
  /** n × n: column j is the unit eigenvector of `values[j]`; its sign means nothing. */
  readonly vectors: Matrix;
}

/**
 * A = V · diag(values) · Vᵀ for a symmetric A of n × n, of which the lower triangle is read. Values are right within a few
 * roundings of the largest one. Tridiagonal form, then implicit QR: Golub and Van Loan, Matrix Computations, 4th edition,
 * §8.3.
 * @throws RangeError where A is not square, symmetric and finite.
 */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const { values, vectors } = decompose('symmetricEigen', a, true);
  const order = a.rows;
  const ranking = Array.from(values.keys()).sort((i, j) => (values[j] as number) - (values[i] as number));
  const sorted = new Float64Array(order * order);
  for (let i = 0; i < order; i++)
    for (let j = 0; j < order; j++)
      sorted[i * order + j] = vectors[i * order + (ranking[j] as number)] as number;
  return {
    values: Float64Array.from(ranking, (from) => values[from] as number),
    vectors: { rows: order, columns: order, data: sorted },
  };
}

/** The eigenvalues alone, the largest first: several times faster than with their vectors. As `symmetricEigen`. */
export function symmetricEigenvalues(a: Matrix): Float64Array {
  return decompose('symmetricEigenvalues', a, false).values.sort().reverse();
}

function decompose(
  operation: string,
  a: Matrix,
  wantsVectors: boolean,
): { values: Float64Array; vectors: Float64Array } {
  requireFinite(operation, a);
  requireSymmetric(operation, a);
  const scale = powerOfTwoScale(a.data);
  const work = a.data.map((value) => value * scale);
  const { diagonal, beside, q } = tridiagonalise(work, a.rows, wantsVectors);
  tridiagonalQr(diagonal, beside, q === null ? null : new RotationQueue(q, a.rows, a.rows));
  return { values: diagonal.map((value) => value / scale), vectors: q ?? new Float64Array(0) };
}
