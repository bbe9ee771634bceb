import type { Features } from './features.ts';

/** What is taken off every column and by what it is divided. */
export interface Standard {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Mean and standard deviation (divided by n) of every column; columns that do not vary have deviation 1. */
export function standardOf({ values, n, width }: Features): Standard {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < width; j++) mean[j] = (mean[j] as number) + (values[i * width + j] as number) / n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < width; j++)
      deviation[j] =
        (deviation[j] as number) + ((values[i * width + j] as number) - (mean[j] as number)) ** 2 / n;
  for (let j = 0; j < width; j++) {
    const own = Math.sqrt(deviation[j] as number);
    deviation[j] = own > 1e-7 * Math.abs(mean[j] as number) && own > 0 ? own : 1;
  }
  return { mean, deviation };
}

/** The same features by another set's standard. @throws RangeError where they are of another width. */
export function standardiseFeatures(features: Features, { mean, deviation }: Standard): Features {
  const { values, width } = features;
  if (width !== mean.length)
    throw new RangeError(
      `standardiseFeatures: features of width ${width} by the standard of features of width ${mean.length}.`,
    );
  const scaled = values.map(
    (value, at) => (value - (mean[at % width] as number)) / (deviation[at % width] as number),
  );
  return { ...features, values: scaled };
}
