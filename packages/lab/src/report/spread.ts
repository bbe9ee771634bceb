import { meanAndSpread } from '@broadsheet/methods';

/** What some seeds gave together, as JSON can say it. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); null of a single one. */
  readonly deviation: number | null;
}

/** @throws RangeError where there is nothing to average. */
export function spreadOf(values: readonly number[]): Spread {
  const { n, mean, spread } = meanAndSpread(values);
  return { n, mean, deviation: n === 1 ? null : spread };
}

/** The standard error of the mean: deviation / √n; null of a single one. */
export function standardError({ n, deviation }: Spread): number | null {
  return deviation === null ? null : deviation / Math.sqrt(n);
}
