import { hypotenuse, norm } from './vector.ts';

const tiny = 2 ** -960;
const lift = 2 ** 512;

/**
 * Householder's reflection I − tau · v · vᵀ that turns a vector x into a multiple of one axis. x is the entry at `pivot`
 * and the `length` entries from `from` on; afterwards the pivot holds that multiple and the others those of v, whose entry
 * at the pivot is 1. Returns tau, 0 where nothing is to be turned. Golub and Van Loan, Matrix Computations, 4th edition,
 * algorithm 5.1.1, with LAPACK's sign (dlarfg): the multiple has the sign opposite to the pivot's, so nothing cancels.
 */
export function makeReflector(x: Float64Array, pivot: number, from: number, length: number): number {
  const rest = norm(x, from, length);
  if (rest === 0) return 0;
  const head = x[pivot] as number;
  if (Math.max(Math.abs(head), rest) < tiny) {
    // So near to the smallest numbers quotients have few digits, and the reflection would not be one.
    for (let i = from; i < from + length; i++) x[i] = (x[i] as number) * lift;
    x[pivot] = head * lift;
    const tau = makeReflector(x, pivot, from, length);
    x[pivot] = (x[pivot] as number) / lift;
    return tau;
  }
  const turned = head > 0 ? -hypotenuse(head, rest) : hypotenuse(head, rest);
  const divisor = head - turned;
  for (let i = from; i < from + length; i++) x[i] = (x[i] as number) / divisor;
  x[pivot] = turned;
  return (turned - head) / turned;
}

/**
 * Rows · (I − tau · v · vᵀ), in place, for `count` rows of `data`, `stride` apart; v has `length` entries and meets those of
 * each row from `from` on. Four rows are done together: v is read once for them.
 */
export function reflectRows(
  data: Float64Array,
  from: number,
  stride: number,
  count: number,
  v: Float64Array,
  length: number,
  tau: number,
): void {
  if (tau === 0) return;
  let row = 0;
  for (; row + 3 < count; row += 4) {
    const r0 = from + row * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < length; i++) {
      const x = v[i] as number;
      s0 += (data[r0 + i] as number) * x;
      s1 += (data[r1 + i] as number) * x;
      s2 += (data[r2 + i] as number) * x;
      s3 += (data[r3 + i] as number) * x;
    }
    s0 *= tau;
    s1 *= tau;
    s2 *= tau;
    s3 *= tau;
    for (let i = 0; i < length; i++) {
      const x = v[i] as number;
      data[r0 + i] = (data[r0 + i] as number) - s0 * x;
      data[r1 + i] = (data[r1 + i] as number) - s1 * x;
      data[r2 + i] = (data[r2 + i] as number) - s2 * x;
      data[r3 + i] = (data[r3 + i] as number) - s3 * x;
    }
  }
  for (; row < count; row++) {
    const at = from + row * stride;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (data[at + i] as number) * (v[i] as number);
    sum *= tau;
    for (let i = 0; i < length; i++) data[at + i] = (data[at + i] as number) - sum * (v[i] as number);
  }
}
