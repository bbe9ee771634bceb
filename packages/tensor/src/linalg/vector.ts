// Loops over stretches of arrays that the decompositions share. They check nothing.

/** Σ x[xFrom + i] · y[yFrom + i]. */
export function dot(x: Float64Array, xFrom: number, y: Float64Array, yFrom: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (x[xFrom + i] as number) * (y[yFrom + i] as number);
  return sum;
}

/** y[yFrom + i] += scale · x[xFrom + i]. */
export function addScaled(
  scale: number,
  x: Float64Array,
  xFrom: number,
  y: Float64Array,
  yFrom: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) y[yFrom + i] = (y[yFrom + i] as number) + scale * (x[xFrom + i] as number);
}

/** The Euclidean norm. Squares that would overflow or vanish are avoided by scaling (LAPACK's dnrm2). */
export function norm(x: Float64Array, from: number, length: number): number {
  const squares = dot(x, from, x, from, length);
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  let largest = 0;
  for (let i = from; i < from + length; i++) largest = Math.max(largest, Math.abs(x[i] as number));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += ((x[i] as number) / largest) ** 2;
  return largest * Math.sqrt(sum);
}

export function largestMagnitude(values: Float64Array): number {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest;
}

/**
 * √(x² + y²) without overflow. Not Math.hypot, which engines may round as they like: V8's is off far enough to cost the
 * singular vectors a digit of orthogonality.
 */
export function hypotenuse(x: number, y: number): number {
  const squares = x * x + y * y;
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  const large = Math.max(Math.abs(x), Math.abs(y));
  if (large === 0) return 0;
  const ratio = Math.min(Math.abs(x), Math.abs(y)) / large;
  return large * Math.sqrt(1 + ratio * ratio);
}
