import type { Features } from '../evaluate/features.ts';
import { classesIn, labelsOf } from '../evaluate/labels-of.ts';
import type { LinearModel } from '../evaluate/logistic-regression.ts';

export interface NaiveBayesOptions {
  /** How many there are, where the labels do not show it. */
  readonly classes?: number;
  /** What is added to each variance, in shares of the feature's variance over all classes; 10⁻⁶ unless given. */
  readonly smoothing?: number;
}

/**
 * Gaussian naive Bayes whose classes share each feature's variance (Zheng et al., 2023, "Revisiting Discriminative vs.
 * Generative Classifiers"): p(x | c) = Π N(xⱼ; μ_cⱼ, σⱼ²). It is a linear classifier, with scores
 *
 *   Σⱼ xⱼ·μ_cⱼ/σⱼ² - Σⱼ μ_cⱼ²/2σⱼ² + log p(c),
 *
 * whose numbers are counted and not searched for. Means and variances are of most likelihood; a class's share is
 * (n_c + 1) / (n + classes), and a class that was not seen has the mean of all.
 * @throws RangeError where labels are missing.
 */
export function naiveBayes(features: Features, options: NaiveBayesOptions = {}): LinearModel {
  const labels = labelsOf('naiveBayes', features);
  const { classes = classesIn(labels), smoothing = 1e-6 } = options;
  const { values, n, width } = features;
  const counts = new Float64Array(classes);
  const sums = new Float64Array(classes * width);
  const all = new Float64Array(width);
  labels.forEach((label, i) => {
    counts[label] = (counts[label] as number) + 1;
    for (let j = 0; j < width; j++) {
      const value = values[i * width + j] as number;
      sums[label * width + j] = (sums[label * width + j] as number) + value;
      all[j] = (all[j] as number) + value / n;
    }
  });
  const means = sums.map((sum, at) => {
    const count = counts[Math.floor(at / width)] as number;
    return count > 0 ? sum / count : (all[at % width] as number);
  });
  const variances = variancesOf(features, labels, means, all, smoothing);

  const weights = new Float64Array((width + 1) * classes);
  for (let c = 0; c < classes; c++) {
    let shift = Math.log(((counts[c] as number) + 1) / (n + classes));
    for (let j = 0; j < width; j++) {
      const [mean, variance] = [means[c * width + j] as number, variances[j] as number];
      weights[j * classes + c] = mean / variance;
      shift -= mean ** 2 / (2 * variance);
    }
    weights[width * classes + c] = shift;
  }
  return { classes, width, weights };
}

/** Of each feature about its class's mean, and a small share of that about the mean of all; 1 where nothing varies. */
function variancesOf(
  { values, n, width }: Features,
  labels: Int32Array,
  means: Float64Array,
  all: Float64Array,
  smoothing: number,
): Float64Array {
  const [within, about] = [new Float64Array(width), new Float64Array(width)];
  labels.forEach((label, i) => {
    for (let j = 0; j < width; j++) {
      const value = values[i * width + j] as number;
      within[j] = (within[j] as number) + (value - (means[label * width + j] as number)) ** 2 / n;
      about[j] = (about[j] as number) + (value - (all[j] as number)) ** 2 / n;
    }
  });
  return within.map((variance, j) => variance + smoothing * (about[j] as number) || 1);
}
