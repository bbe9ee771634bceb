import { idle, nothing } from './power-of-two-scale.ts';
import type { RotationQueue } from './rotation-queue.ts';
import { hypotenuse } from './vector.ts';

/** Sweeps that are allowed per singular value; two or three are usual. */
const patience = 60;
/**
 * What is as good as 0 on the diagonal of a scaled matrix: a shift would there bring about rotations by nothing. So far
 * below the entries above the diagonal, which are not `nothing`, that sweeps without a shift converge at once.
 */
const empty = 1e-140;

export interface Turned {
  readonly u: RotationQueue;
  readonly v: RotationQueue;
}

/**
 * The singular values of an upper bidiagonal matrix by Golub and Kahan's implicit QR algorithm, in place: they end in
 * `diagonal`, unsorted and of either sign. Its rotations go to `vectors`. Golub and Van Loan, Matrix Computations, 4th
 * edition, algorithms 8.6.1 and 8.6.2; sweeps without a shift, which also part zeros from the diagonal, after Demmel and
 * Kahan, Accurate Singular Values of Bidiagonal Matrices (SIAM J. Sci. Stat. Comput. 11, 1990), as in LAPACK's dbdsqr.
 * @throws Error where it does not converge, which no finite matrix is known to bring about.
 */
export function bidiagonalQr(diagonal: Float64Array, above: Float64Array, vectors: Turned | null): void {
  let last = diagonal.length - 1;
  let sweeps = patience * diagonal.length;
  while (last > 0) {
    let first = last;
    while (first > 0 && !isNegligible(diagonal, above, first - 1)) first -= 1;
    if (first > 0) above[first - 1] = 0;
    if (first === last) {
      last -= 1;
      continue;
    }
    if (sweeps-- === 0) throw new Error(`svd: no convergence after ${patience} sweeps per singular value.`);
    vectors?.u.beginSweep(first);
    vectors?.v.beginSweep(first);
    const shift = shiftOf(diagonal, above, first, last);
    if (shift === 0) sweepWithoutShift(diagonal, above, first, last, vectors);
    else sweepWithShift(diagonal, above, first, last, shift, vectors);
  }
  vectors?.u.flush();
  vectors?.v.flush();
}

function isNegligible(diagonal: Float64Array, above: Float64Array, i: number): boolean {
  const around = Math.abs(diagonal[i] as number) + Math.abs(diagonal[i + 1] as number);
  const entry = Math.abs(above[i] as number);
  return entry <= Number.EPSILON * around || entry < nothing;
}

/** The smaller singular value of the last 2 × 2 block; 0 where it is nothing beside the first entry, or an entry is empty. */
function shiftOf(diagonal: Float64Array, above: Float64Array, first: number, last: number): number {
  for (let i = first; i <= last; i++) if (Math.abs(diagonal[i] as number) < empty) return 0;
  const shift = smallerSingularValue(
    diagonal[last - 1] as number,
    above[last - 1] as number,
    diagonal[last] as number,
  );
  return (shift / Math.abs(diagonal[first] as number)) ** 2 < Number.EPSILON ? 0 : shift;
}

/** Of [[f, g], [0, h]], without overflow (LAPACK's dlas2). */
function smallerSingularValue(f: number, g: number, h: number): number {
  const small = Math.min(Math.abs(f), Math.abs(h));
  const large = Math.max(Math.abs(f), Math.abs(h));
  const across = Math.abs(g);
  if (small === 0) return 0;
  const sum = 1 + small / large;
  const difference = (large - small) / large;
  if (across < large) {
    const ratio = (across / large) ** 2;
    return (2 * small) / (Math.sqrt(sum * sum + ratio) + Math.sqrt(difference * difference + ratio));
  }
  const ratio = large / across;
  if (ratio === 0) return (small * large) / across;
  return (2 * small * ratio) / (Math.sqrt(1 + (sum * ratio) ** 2) + Math.sqrt(1 + (difference * ratio) ** 2));
}

function sweepWithShift(
  diagonal: Float64Array,
  above: Float64Array,
  first: number,
  last: number,
  shift: number,
  vectors: Turned | null,
): void {
  const head = diagonal[first] as number;
  let f = (Math.abs(head) - shift) * (Math.sign(head) + shift / head);
  let g = above[first] as number;
  for (let i = first; i < last; i++) {
    let length = hypotenuse(f, g);
    let c = length < idle ? 1 : f / length;
    let s = length < idle ? 0 : g / length;
    if (i > first) above[i - 1] = length;
    const here = diagonal[i] as number;
    const next = diagonal[i + 1] as number;
    const entry = above[i] as number;
    f = c * here + s * entry;
    const beside = c * entry - s * here;
    g = s * next;
    const below = c * next;
    vectors?.v.push(c, s);
    length = hypotenuse(f, g);
    c = length < idle ? 1 : f / length;
    s = length < idle ? 0 : g / length;
    diagonal[i] = length;
    f = c * beside + s * below;
    above[i] = f;
    diagonal[i + 1] = c * below - s * beside;
    if (i + 1 < last) {
      const after = above[i + 1] as number;
      g = s * after;
      above[i + 1] = c * after;
    }
    vectors?.u.push(c, s);
  }
}

function sweepWithoutShift(
  diagonal: Float64Array,
  above: Float64Array,
  first: number,
  last: number,
  vectors: Turned | null,
): void {
  let c = 1;
  let oldC = 1;
  let oldS = 0;
  for (let i = first; i < last; i++) {
    let f = (diagonal[i] as number) * c;
    let g = above[i] as number;
    let length = hypotenuse(f, g);
    c = length < idle ? 1 : f / length;
    const s = length < idle ? 0 : g / length;
    if (i > first) above[i - 1] = oldS * length;
    f = oldC * length;
    g = (diagonal[i + 1] as number) * s;
    length = hypotenuse(f, g);
    oldC = length < idle ? 1 : f / length;
    oldS = length < idle ? 0 : g / length;
    diagonal[i] = length;
    vectors?.v.push(c, s);
    vectors?.u.push(oldC, oldS);
  }
  const end = (diagonal[last] as number) * c;
  diagonal[last] = end * oldC;
  above[last - 1] = end * oldS;
}
