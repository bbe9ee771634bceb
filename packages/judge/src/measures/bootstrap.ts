import { seededRandom } from '../random/seeded-random.ts';

/** A mean over queries, and between which bounds it lies in 95 of 100 samples of as many queries. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of values of queries with its percentile bootstrap interval (Efron and Tibshirani 1993, chapter 13; for retrieval:
 * Sakai 2006): queries are drawn with replacement, as many as there are, and the interval reaches from the 2.5th to the 97.5th
 * percentile of the means of all samples.
 *
 * For two systems give the differences, query by query: the interval is paired then, and narrower than two apart, since a
 * query that is hard for one is hard for the other.
 * @param values One of each query. Without any, all three numbers are NaN.
 * @param options.seed The same seed draws the same samples.
 */
export function bootstrapInterval(
  values: readonly number[],
  { seed = 1, samples = 10_000 }: { seed?: number; samples?: number } = {},
): Interval {
  const count = values.length;
  if (count === 0) return { mean: NaN, low: NaN, high: NaN };
  const of = Float64Array.from(values);
  const random = seededRandom(seed);
  const means = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0;
    for (let drawn = 0; drawn < count; drawn++) sum += of[Math.floor(random() * count)] as number;
    means[sample] = sum / count;
  }
  means.sort();
  const percentile = (share: number) => means[Math.round(share * (samples - 1))] as number;
  return { mean: mean(values), low: percentile(0.025), high: percentile(0.975) };
}

/** NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
