/** What some seeds gave together. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); null of a single one. */
  readonly deviation: number | null;
}

/** @throws RangeError where there is nothing to average. */
export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  if (n === 0) throw new RangeError('The mean of no values is not defined.');
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { n, mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: Math.sqrt(squares / (n - 1)) };
}

/** The standard error of the mean: deviation / √n; null of a single one. */
export function standardError({ n, deviation }: Spread): number | null {
  return deviation === null ? null : deviation / Math.sqrt(n);
}
