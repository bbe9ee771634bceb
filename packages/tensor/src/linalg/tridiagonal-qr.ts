import { idle, nothing } from './power-of-two-scale.ts';
import type { RotationQueue } from './rotation-queue.ts';
import { hypotenuse } from './vector.ts';

/** Sweeps that are allowed per eigenvalue; two or three are usual. */
const patience = 40;

/**
 * The eigenvalues of a symmetric tridiagonal matrix by the implicit QR algorithm with Wilkinson's shift, in place: they
 * end in `diagonal`, unsorted. Its rotations go to `vectors`. Golub and Van Loan, Matrix Computations, 4th edition,
 * algorithms 8.3.2 and 8.3.3.
 * @throws Error where it does not converge, which no finite matrix is known to bring about.
 */
export function tridiagonalQr(
  diagonal: Float64Array,
  beside: Float64Array,
  vectors: RotationQueue | null,
): void {
  let last = diagonal.length - 1;
  let sweeps = patience * diagonal.length;
  while (last > 0) {
    let first = last;
    while (first > 0 && !isNegligible(diagonal, beside, first - 1)) first -= 1;
    if (first > 0) beside[first - 1] = 0;
    if (first === last) {
      last -= 1;
      continue;
    }
    if (sweeps-- === 0)
      throw new Error(`symmetricEigen: no convergence after ${patience} sweeps per eigenvalue.`);
    sweep(diagonal, beside, first, last, vectors);
  }
  vectors?.flush();
}

function isNegligible(diagonal: Float64Array, beside: Float64Array, i: number): boolean {
  const around = Math.abs(diagonal[i] as number) + Math.abs(diagonal[i + 1] as number);
  const entry = Math.abs(beside[i] as number);
  return entry <= Number.EPSILON * around || entry < nothing;
}

function sweep(
  diagonal: Float64Array,
  beside: Float64Array,
  first: number,
  last: number,
  vectors: RotationQueue | null,
): void {
  vectors?.beginSweep(first);
  const corner = beside[last - 1] as number;
  const end = diagonal[last] as number;
  const half = ((diagonal[last - 1] as number) - end) / 2;
  const root = half + Math.sign(half || 1) * hypotenuse(half, corner);
  let x = (diagonal[first] as number) - (end - corner * (corner / root));
  let z = beside[first] as number;
  for (let k = first; k < last; k++) {
    const length = hypotenuse(x, z);
    const c = length < idle ? 1 : x / length;
    const s = length < idle ? 0 : z / length;
    if (k > first) beside[k - 1] = length;
    const here = diagonal[k] as number;
    const next = diagonal[k + 1] as number;
    const entry = beside[k] as number;
    const moved = s * (next - here) + 2 * c * entry;
    diagonal[k] = here + s * moved;
    diagonal[k + 1] = next - s * moved;
    x = c * moved - entry;
    beside[k] = x;
    if (k + 1 < last) {
      const after = beside[k + 1] as number;
      z = s * after;
      beside[k + 1] = c * after;
    }
    vectors?.push(c, s);
  }
}
