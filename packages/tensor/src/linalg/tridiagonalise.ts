import { makeReflector, reflectRows } from './reflector.ts';
import { dot } from './vector.ts';

export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** n − 1 entries beside the diagonal. */
  readonly beside: Float64Array;
  /** Q, n × n row-major, with A = Q · T · Qᵀ; null where it was not asked for. */
  readonly q: Float64Array | null;
}

/**
 * Householder's reduction of a symmetric matrix to a tridiagonal one, from the last row up, so that every vector lies in one
 * row. `a`: n × n row-major, of which the lower triangle is read; overwritten. Golub and Van Loan, Matrix Computations, 4th
 * edition, algorithm 8.3.1, in the order of EISPACK's tred2.
 */
export function tridiagonalise(a: Float64Array, order: number, wantsQ: boolean): Tridiagonal {
  const diagonal = new Float64Array(order);
  const beside = new Float64Array(Math.max(0, order - 1));
  const taus = new Float64Array(order);
  const v = new Float64Array(order);
  const w = new Float64Array(order);
  for (let i = order - 1; i > 0; i--) {
    const row = i * order;
    const tau = makeReflector(a, row + i - 1, row, i - 1);
    taus[i] = tau;
    diagonal[i] = a[row + i] as number;
    beside[i - 1] = a[row + i - 1] as number;
    if (tau === 0) continue;
    v.set(a.subarray(row, row + i));
    v[i - 1] = 1;
    timesLowerSymmetric(a, order, v, w, i);
    const half = 0.5 * tau * tau * dot(w, 0, v, 0, i);
    for (let j = 0; j < i; j++) w[j] = tau * (w[j] as number) - half * (v[j] as number);
    subtractBothProducts(a, order, v, w, i);
  }
  if (order > 0) diagonal[0] = a[0] as number;
  return { diagonal, beside, q: wantsQ ? gatherQ(a, order, taus, v) : null };
}

/** w = A · v for the leading `size` rows and columns of A, of which the lower triangle is read, once. */
function timesLowerSymmetric(
  a: Float64Array,
  stride: number,
  v: Float64Array,
  w: Float64Array,
  size: number,
): void {
  w.fill(0, 0, size);
  let i = 0;
  for (; i + 1 < size; i += 2) {
    const r0 = i * stride;
    const r1 = r0 + stride;
    const x0 = v[i] as number;
    const x1 = v[i + 1] as number;
    let s0 = 0;
    let s1 = 0;
    for (let j = 0; j < i; j++) {
      const p = a[r0 + j] as number;
      const q = a[r1 + j] as number;
      const x = v[j] as number;
      s0 += p * x;
      s1 += q * x;
      w[j] = (w[j] as number) + p * x0 + q * x1;
    }
    const across = a[r1 + i] as number;
    w[i] = s0 + (a[r0 + i] as number) * x0 + across * x1;
    w[i + 1] = s1 + across * x0 + (a[r1 + i + 1] as number) * x1;
  }
  if (i < size) {
    const row = i * stride;
    const x0 = v[i] as number;
    let sum = (a[row + i] as number) * x0;
    for (let j = 0; j < i; j++) {
      const p = a[row + j] as number;
      sum += p * (v[j] as number);
      w[j] = (w[j] as number) + p * x0;
    }
    w[i] = sum;
  }
}

/** A −= v · wᵀ + w · vᵀ in the lower triangle of the leading `size` rows. */
function subtractBothProducts(
  a: Float64Array,
  stride: number,
  v: Float64Array,
  w: Float64Array,
  size: number,
): void {
  let i = 0;
  for (; i + 1 < size; i += 2) {
    const r0 = i * stride;
    const r1 = r0 + stride;
    const v0 = v[i] as number;
    const w0 = w[i] as number;
    const v1 = v[i + 1] as number;
    const w1 = w[i + 1] as number;
    // One entry above the diagonal is touched, which nobody reads.
    for (let j = 0; j <= i + 1; j++) {
      const x = v[j] as number;
      const y = w[j] as number;
      a[r0 + j] = (a[r0 + j] as number) - (v0 * y + w0 * x);
      a[r1 + j] = (a[r1 + j] as number) - (v1 * y + w1 * x);
    }
  }
  if (i < size) {
    const row = i * stride;
    const v0 = v[i] as number;
    const w0 = w[i] as number;
    for (let j = 0; j <= i; j++)
      a[row + j] = (a[row + j] as number) - (v0 * (w[j] as number) + w0 * (v[j] as number));
  }
}

/** Q from the reflections, whose vectors lie in the rows of `a`; row by row it is grown from the first ones. */
function gatherQ(a: Float64Array, order: number, taus: Float64Array, v: Float64Array): Float64Array {
  // Rows of Qᵀ: each reflection meets the leading i rows and columns only, the others being those of the identity.
  const turned = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    turned[i * order + i] = 1;
    if (i === 0) continue;
    v.set(a.subarray(i * order, i * order + i));
    v[i - 1] = 1;
    reflectRows(turned, 0, order, i, v, i, taus[i] as number);
  }
  for (let i = 0; i < order; i++)
    for (let j = 0; j < i; j++) {
      const below = turned[i * order + j] as number;
      turned[i * order + j] = turned[j * order + i] as number;
      turned[j * order + i] = below;
    }
  return turned;
}
