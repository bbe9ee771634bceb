import { reflectRows } from './reflector.ts';

/**
 * The first columns of H₀ · H₁ · … as rows of `length`, for reflections Hⱼ = I − tausⱼ · v · vᵀ. `vectors` holds v of Hⱼ in
 * row j: nothing before entry `shift + j`, 1 there (whatever is written), the rest after it. Done in place, backwards, so
 * that zeros are never multiplied: Golub and Van Loan, Matrix Computations, 4th edition, §5.1.6.
 */
export function accumulateReflectors(
  vectors: Float64Array,
  length: number,
  taus: Float64Array,
  shift = 0,
): void {
  const v = new Float64Array(length);
  for (let j = taus.length - 1; j >= 0; j--) {
    const from = shift + j;
    const span = length - from;
    const row = j * length;
    const tau = taus[j] as number;
    v.set(vectors.subarray(row + from, row + length));
    v[0] = 1;
    reflectRows(vectors, row + length + from, length, taus.length - j - 1, v, span, tau);
    vectors.fill(0, row, row + from);
    for (let i = 0; i < span; i++) vectors[row + from + i] = -tau * (v[i] as number);
    vectors[row + from] = 1 - tau;
  }
}
