import type { Key } from '@broadsheet/tensor';
import type { Features } from '../evaluate/features.ts';
import { draw } from '../views/draw.ts';

export interface MixtureOptions {
  readonly classes: number;
  readonly width: number;
  readonly n: number;
  /** Standard deviation of each class mean's numbers. */
  readonly separation: number;
  /** Share of each feature's noise that all features have in common; 0 unless given, where naive Bayes is right. */
  readonly common?: number;
}

/**
 * Samples of as many classes, each a Gaussian of variance 1 about a mean of its own. Means are drawn by `forMeans`, samples
 * by `forSamples`: the same means serve training and test.
 */
export function gaussianMixture(
  { classes, width, n, separation, common = 0 }: MixtureOptions,
  forMeans: Key,
  forSamples: Key,
): Features {
  const byMeans = draw(forMeans);
  const means = Float64Array.from({ length: classes * width }, () => separation * byMeans.normal());
  const by = draw(forSamples);
  const labels = Int32Array.from({ length: n }, (_, i) => i % classes);
  const values = new Float32Array(n * width);
  labels.forEach((label, i) => {
    const shared = Math.sqrt(common) * by.normal();
    for (let j = 0; j < width; j++)
      values[i * width + j] =
        (means[label * width + j] as number) + shared + Math.sqrt(1 - common) * by.normal();
  });
  return { values, n, width, labels };
}
