import { addProduct } from './add-product.ts';
import { zeroMatrix, type Matrix } from './matrix.ts';
import { requireFinite, requireSymmetric } from './requirements.ts';
import { dot } from './vector.ts';

/** Columns that are finished together. */
const panel = 32;

/** The matrix is not positive definite. */
export class NotPositiveDefiniteError extends Error {
  override readonly name = 'NotPositiveDefiniteError';
  /** The order of the first leading minor that is not positive: 1 when entry (0, 0) is not. */
  readonly order: number;

  constructor(order: number, size: number, pivot: number) {
    super(
      `cholesky: the ${size} × ${size} matrix is not positive definite: its leading minor of order ${order} is not ` +
        `positive (pivot ${pivot}).`,
    );
    this.order = order;
  }
}

/**
 * The lower triangular L with positive diagonal and A = L · Lᵀ, for a symmetric positive definite A. The lower triangle of
 * A is read. Golub and Van Loan, Matrix Computations, 4th edition, algorithm 4.2.1, by blocks as in §4.2.6.
 * @throws NotPositiveDefiniteError with the first leading minor that is not positive.
 * @throws RangeError where A is not square, symmetric and finite.
 */
export function cholesky(a: Matrix): Matrix {
  requireFinite('cholesky', a);
  requireSymmetric('cholesky', a);
  const order = a.rows;
  const lower = zeroMatrix(order, order);
  const l = lower.data;
  for (let i = 0; i < order; i++) l.set(a.data.subarray(i * order, i * order + i + 1), i * order);
  for (let left = 0; left < order; left += panel) {
    const right = Math.min(left + panel, order);
    // What the finished columns add to the panel: its rows times the panel's first rows.
    const rows = { data: l, from: left * order, stride: order };
    const target = { data: l, from: left * order + left, stride: order };
    addProduct(-1, target, rows, rows, order - left, right - left, left);
    finishPanel(l, order, left, right);
  }
  // The products have also touched the square above the diagonal of each panel.
  for (let i = 0; i < order; i++) l.fill(0, i * order + i + 1, (i + 1) * order);
  return lower;
}

function finishPanel(l: Float64Array, order: number, left: number, right: number): void {
  for (let i = left; i < order; i++) {
    const row = i * order;
    for (let j = left; j < Math.min(i, right); j++) {
      const rest = (l[row + j] as number) - dot(l, row + left, l, j * order + left, j - left);
      l[row + j] = rest / (l[j * order + j] as number);
    }
    if (i >= right) continue;
    const pivot = (l[row + i] as number) - dot(l, row + left, l, row + left, i - left);
    if (!(pivot > 0)) throw new NotPositiveDefiniteError(i + 1, order, pivot);
    l[row + i] = Math.sqrt(pivot);
  }
}
