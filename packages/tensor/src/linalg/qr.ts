import { accumulateReflectors } from './accumulate-reflectors.ts';
import type { Matrix } from './matrix.ts';
import { powerOfTwoScale } from './power-of-two-scale.ts';
import { requireFinite } from './requirements.ts';
import { transposeMatrix } from './transpose-matrix.ts';
import { triangleOf, triangularise } from './triangularise.ts';

export interface Qr {
  /** m × min(m, n), with orthonormal columns. */
  readonly q: Matrix;
  /** min(m, n) × n, upper triangular (trapezoidal when n > m), its diagonal not negative. */
  readonly r: Matrix;
}

/**
 * A = Q · R, thin, by Householder's reflections (Golub and Van Loan, Matrix Computations, 4th edition, §5.2.2). Since R's
 * diagonal is not negative, both are unique where A has full column rank.
 * @throws RangeError where an entry is not finite.
 */
export function qr(a: Matrix): Qr {
  requireFinite('qr', a);
  const { rows, columns } = a;
  const size = Math.min(rows, columns);
  const scale = powerOfTwoScale(a.data);
  const turned = transposeMatrix(a).data;
  if (scale !== 1) for (let i = 0; i < turned.length; i++) turned[i] = (turned[i] as number) * scale;
  const taus = triangularise(turned, rows, columns);
  const r = triangleOf(turned, rows, columns);
  const vectors = turned.subarray(0, size * rows);
  accumulateReflectors(vectors, rows, taus);
  for (let i = 0; i < size; i++) {
    const flip = (r[i * columns + i] as number) < 0 ? -1 : 1;
    for (let j = i; j < columns; j++) r[i * columns + j] = (flip * (r[i * columns + j] as number)) / scale;
    if (flip < 0) for (let j = i * rows; j < (i + 1) * rows; j++) vectors[j] = -(vectors[j] as number);
  }
  return {
    q: transposeMatrix({ rows: size, columns: rows, data: vectors }),
    r: { rows: size, columns, data: r },
  };
}
