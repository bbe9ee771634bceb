import { makeReflector, reflectRows } from './reflector.ts';

/**
 * Householder's QR in place, on columns that lie one after the other (the transpose of a row-major matrix): `count` columns
 * of `length` entries, then `carried` right-hand sides b that become Qᵀ · b. Afterwards column j holds R's entries in rows
 * 0 … j, and below them those of its reflection. Returns the reflections' taus. Golub and Van Loan, Matrix Computations,
 * 4th edition, algorithm 5.2.1.
 */
export function triangularise(
  columns: Float64Array,
  length: number,
  count: number,
  carried = 0,
): Float64Array {
  const taus = new Float64Array(Math.min(length, count));
  const v = new Float64Array(length);
  for (let j = 0; j < taus.length; j++) {
    const at = j * length + j;
    const span = length - j;
    const tau = makeReflector(columns, at, at + 1, span - 1);
    taus[j] = tau;
    v.set(columns.subarray(at, at + span));
    v[0] = 1;
    reflectRows(columns, at + length, length, count + carried - j - 1, v, span, tau);
  }
  return taus;
}

/** R as rows, min(length, count) × count, from what `triangularise` has left. */
export function triangleOf(columns: Float64Array, length: number, count: number): Float64Array {
  const height = Math.min(length, count);
  const r = new Float64Array(height * count);
  for (let i = 0; i < height; i++)
    for (let j = i; j < count; j++) r[i * count + j] = columns[j * length + i] as number;
  return r;
}
