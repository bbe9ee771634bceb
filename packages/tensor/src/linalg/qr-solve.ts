import type { Matrix } from './matrix.ts';
import { showSize } from './show-size.ts';
import { powerOfTwoScale } from './power-of-two-scale.ts';
import { requireFinite, requireSameRows } from './requirements.ts';
import { transposeMatrix } from './transpose-matrix.ts';
import { triangularise } from './triangularise.ts';
import { addScaled, norm } from './vector.ts';

/**
 * X that minimises ‖A · X − B‖, for A of m × n with independent columns (m ≥ n): one solution for each column of B, and
 * A⁻¹ · B where A is square. Several times faster than `leastSquares`, which also takes dependent columns. Golub and Van
 * Loan, Matrix Computations, 4th edition, algorithm 5.3.2.
 * @throws RangeError where A has fewer rows than columns, where one of its columns depends on those before it within
 * rounding, where B has other rows, or where an entry is not finite.
 */
export function qrSolve(a: Matrix, b: Matrix): Matrix {
  requireSameRows('qrSolve', a, b);
  requireFinite('qrSolve', a);
  requireFinite('qrSolve (right-hand side)', b);
  const { rows, columns } = a;
  if (rows < columns)
    throw new RangeError(
      `qrSolve: a matrix of ${showSize(a)} has dependent columns, being wider than tall; use leastSquares.`,
    );
  const scale = powerOfTwoScale(a.data);
  const work = new Float64Array((columns + b.columns) * rows);
  work.set(transposeMatrix(a).data.map((value) => value * scale));
  work.set(transposeMatrix(b).data, columns * rows);
  // Columns may be measured in different units: each is judged by its own length.
  const lengths = Array.from({ length: columns }, (_, j) => norm(work, j * rows, rows));
  triangularise(work, rows, columns, b.columns);
  for (let j = 0; j < columns; j++)
    if (!(Math.abs(work[j * rows + j] as number) > rows * Number.EPSILON * (lengths[j] as number)))
      throw new RangeError(
        `qrSolve: column ${j} of the ${showSize(a)} matrix depends on those before it; use leastSquares.`,
      );
  const x = new Float64Array(columns * b.columns);
  for (let k = 0; k < b.columns; k++) {
    const from = (columns + k) * rows;
    for (let j = columns - 1; j >= 0; j--) {
      const value = (work[from + j] as number) / (work[j * rows + j] as number);
      addScaled(-value, work, j * rows, work, from, j);
      x[j * b.columns + k] = value * scale;
    }
  }
  return { rows: columns, columns: b.columns, data: x };
}
