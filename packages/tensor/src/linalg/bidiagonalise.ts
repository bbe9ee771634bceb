import { accumulateReflectors } from './accumulate-reflectors.ts';
import { makeReflector, reflectRows } from './reflector.ts';

export interface Bidiagonal {
  readonly diagonal: Float64Array;
  /** n − 1 entries above the diagonal. */
  readonly above: Float64Array;
  /** U and V as rows of their transposes, n × n each, with A = U · B · Vᵀ; null where they were not asked for. */
  readonly vectors: { readonly uRows: Float64Array; readonly vRows: Float64Array } | null;
}

/**
 * Householder's reduction of a square matrix to an upper bidiagonal one. `a`: n × n row-major; overwritten. Golub and Van
 * Loan, Matrix Computations, 4th edition, algorithm 5.4.2.
 */
export function bidiagonalise(a: Float64Array, order: number, wantsVectors: boolean): Bidiagonal {
  const diagonal = new Float64Array(order);
  const above = new Float64Array(Math.max(0, order - 1));
  const leftTaus = new Float64Array(order);
  const rightTaus = new Float64Array(above.length);
  const uRows = new Float64Array(wantsVectors ? order * order : 0);
  const left = new Float64Array(order);
  const right = new Float64Array(order);
  const sums = new Float64Array(order);
  for (let k = 0; k < order; k++) {
    const height = order - k;
    const width = height - 1;
    const row = k * order + k + 1;
    for (let i = 0; i < height; i++) left[i] = a[(k + i) * order + k] as number;
    const leftTau = makeReflector(left, 0, 1, height - 1);
    diagonal[k] = left[0] as number;
    leftTaus[k] = leftTau;
    left[0] = 1;
    if (wantsVectors) uRows.set(left.subarray(0, height), k * order + k);
    if (width === 0) break;
    sumRows(a, row, order, height, width, left, leftTau, sums);
    subtractProduct(a, row, order, 1, width, left, 0, sums);
    const rightTau = makeReflector(a, row, row + 1, width - 1);
    above[k] = a[row] as number;
    rightTaus[k] = rightTau;
    right.set(a.subarray(row, row + width));
    right[0] = 1;
    // Both reflections meet four rows at a time, while these are in the cache.
    for (let i = 1; i < height; i += 4) {
      const count = Math.min(4, height - i);
      const from = row + i * order;
      subtractProduct(a, from, order, count, width, left, i, sums);
      reflectRows(a, from, order, count, right, width, rightTau);
    }
  }
  if (!wantsVectors) return { diagonal, above, vectors: null };
  accumulateReflectors(uRows, order, leftTaus);
  // V's first axis stays as it is; the reflections of the rows act on the others.
  const vRows = new Float64Array(order * order);
  if (order > 0) vRows[0] = 1;
  for (let k = 0; k + 1 < order; k++)
    vRows.set(a.subarray(k * order + k + 1, (k + 1) * order), (k + 1) * order + k + 1);
  accumulateReflectors(vRows.subarray(order), order, rightTaus, 1);
  return { diagonal, above, vectors: { uRows, vRows } };
}

/** sums = scale · Σ weights[i] · row i, over `height` rows of `width` entries. */
function sumRows(
  a: Float64Array,
  from: number,
  stride: number,
  height: number,
  width: number,
  weights: Float64Array,
  scale: number,
  sums: Float64Array,
): void {
  sums.fill(0, 0, width);
  let i = 0;
  for (; i + 3 < height; i += 4) {
    const r0 = from + i * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    const w0 = scale * (weights[i] as number);
    const w1 = scale * (weights[i + 1] as number);
    const w2 = scale * (weights[i + 2] as number);
    const w3 = scale * (weights[i + 3] as number);
    for (let j = 0; j < width; j++)
      sums[j] =
        (sums[j] as number) +
        (w0 * (a[r0 + j] as number) + w1 * (a[r1 + j] as number)) +
        (w2 * (a[r2 + j] as number) + w3 * (a[r3 + j] as number));
  }
  for (; i < height; i++) {
    const row = from + i * stride;
    const weight = scale * (weights[i] as number);
    for (let j = 0; j < width; j++) sums[j] = (sums[j] as number) + weight * (a[row + j] as number);
  }
}

/** Row i −= weights[first + i] · sums, over `count` rows. */
function subtractProduct(
  a: Float64Array,
  from: number,
  stride: number,
  count: number,
  width: number,
  weights: Float64Array,
  first: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    const row = from + i * stride;
    const weight = weights[first + i] as number;
    for (let j = 0; j < width; j++) a[row + j] = (a[row + j] as number) - weight * (sums[j] as number);
  }
}
