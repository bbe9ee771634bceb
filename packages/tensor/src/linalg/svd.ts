import { accumulateReflectors } from './accumulate-reflectors.ts';
import { addProduct } from './add-product.ts';
import { bidiagonalise } from './bidiagonalise.ts';
import { bidiagonalQr } from './bidiagonal-qr.ts';
import { zeroMatrix, type Matrix } from './matrix.ts';
import { powerOfTwoScale } from './power-of-two-scale.ts';
import { requireFinite } from './requirements.ts';
import { RotationQueue } from './rotation-queue.ts';
import { transposeMatrix } from './transpose-matrix.ts';
import { triangleOf, triangularise } from './triangularise.ts';

export interface Svd {
  /** m × k, k = min(m, n), with orthonormal columns. */
  readonly u: Matrix;
  /** k singular values, the largest first, none below 0. */
  readonly values: Float64Array;
  /** n × k, with orthonormal columns: not transposed. */
  readonly v: Matrix;
}

/**
 * A = U · diag(values) · Vᵀ, thin. Values are right within a few roundings of the largest one. A matrix that is taller than
 * wide goes through its R first (Chan's R-SVD: Golub and Van Loan, Matrix Computations, 4th edition, §5.4.9 and §8.6.3),
 * a wider one through its transpose.
 * @throws RangeError where an entry is not finite.
 */
export function svd(a: Matrix): Svd {
  requireFinite('svd', a);
  if (a.rows < a.columns) {
    const { u, values, v } = svdOfTall(transposeMatrix(a));
    return { u: v, values, v: u };
  }
  return svdOfTall(a);
}

/**
 * The singular values alone, min(m, n) of them, the largest first: several times faster than with their vectors, and right
 * far below the 10⁻⁸ of the largest at which roots of the Gram matrix's eigenvalues end. As `svd`.
 */
export function singularValues(a: Matrix): Float64Array {
  requireFinite('singularValues', a);
  const tall = a.rows < a.columns ? transposeMatrix(a) : a;
  const { triangle, scale } = reduce(tall);
  const { diagonal, above } = bidiagonalise(triangle, tall.columns, false);
  bidiagonalQr(diagonal, above, null);
  return diagonal
    .map((value) => Math.abs(value) / scale)
    .sort()
    .reverse();
}

interface Reduced {
  /** n × n: R, or the matrix itself where it is square. */
  readonly triangle: Float64Array;
  /** What A was multiplied by. */
  readonly scale: number;
  /** The reflections of the QR, as `triangularise` leaves them; null where the matrix is square. */
  readonly reflections: { readonly columns: Float64Array; readonly taus: Float64Array } | null;
}

function reduce(a: Matrix): Reduced {
  const scale = powerOfTwoScale(a.data);
  const work = a.data.map((value) => value * scale);
  if (a.rows === a.columns) return { triangle: work, scale, reflections: null };
  const columns = transposeMatrix({ ...a, data: work }).data;
  const taus = triangularise(columns, a.rows, a.columns);
  return { triangle: triangleOf(columns, a.rows, a.columns), scale, reflections: { columns, taus } };
}

function svdOfTall(a: Matrix): Svd {
  const order = a.columns;
  const { triangle, scale, reflections } = reduce(a);
  const { diagonal, above, vectors } = bidiagonalise(triangle, order, true);
  const turn = (rows: Float64Array) => transposeMatrix({ rows: order, columns: order, data: rows });
  const u = turn(vectors?.uRows ?? new Float64Array(0));
  const v = turn(vectors?.vRows ?? new Float64Array(0));
  bidiagonalQr(diagonal, above, {
    u: new RotationQueue(u.data, order, order),
    v: new RotationQueue(v.data, order, order),
  });
  const ranking = Array.from(diagonal.keys()).sort(
    (i, j) => Math.abs(diagonal[j] as number) - Math.abs(diagonal[i] as number),
  );
  const values = Float64Array.from(ranking, (from) => Math.abs(diagonal[from] as number) / scale);
  // A negative value gives its sign to the vector on the right.
  const signs = diagonal.map((value) => (value < 0 ? -1 : 1));
  const sortedV = pickColumns(v, ranking, signs);
  const sortedU = pickColumns(u, ranking, null);
  if (reflections === null) return { u: sortedU, values, v: sortedV };
  accumulateReflectors(reflections.columns, a.rows, reflections.taus);
  const q = transposeMatrix({ rows: order, columns: a.rows, data: reflections.columns });
  const tallU = zeroMatrix(a.rows, order);
  const block = (data: Float64Array) => ({ data, from: 0, stride: order });
  addProduct(1, block(tallU.data), block(q.data), block(transposeMatrix(sortedU).data), a.rows, order, order);
  return { u: tallU, values, v: sortedV };
}

function pickColumns(matrix: Matrix, ranking: readonly number[], signs: Float64Array | null): Matrix {
  const picked = zeroMatrix(matrix.rows, matrix.columns);
  for (const [to, from] of ranking.entries()) {
    const sign = signs?.[from] ?? 1;
    for (let i = 0; i < matrix.rows; i++)
      picked.data[i * matrix.columns + to] = sign * (matrix.data[i * matrix.columns + from] as number);
  }
  return picked;
}
