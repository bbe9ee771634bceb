import { classesIn } from './labels-of.ts';

/** What classes were taken for which. */
export interface Confusion {
  readonly classes: number;
  /** [classes, classes]: in row a and column b, how many of class a were taken for b. */
  readonly counts: Int32Array;
  /** The share of each class that was found; NaN of classes that nothing belongs to. */
  readonly recall: Float64Array;
  /** The share of each class's predictions that are right; NaN of classes that nothing was taken for. */
  readonly precision: Float64Array;
}

/**
 * Counts what classes were taken for which: labels and predictions, a class for each input.
 * @throws RangeError where there are not as many predictions as labels, or one of them is below 0.
 */
export function confusion(
  predictions: Int32Array,
  labels: Int32Array,
  classes = classesIn(predictions, labels),
): Confusion {
  if (predictions.length !== labels.length)
    throw new RangeError(
      `confusion: ${predictions.length} predictions and ${labels.length} labels; it takes as many of both.`,
    );
  const counts = new Int32Array(classes * classes);
  labels.forEach((label, i) => {
    const found = predictions[i] as number;
    for (const one of [label, found])
      if (one < 0 || one >= classes)
        throw new RangeError(`confusion: ${one} at ${i} is none of the ${classes} classes.`);
    const place = label * classes + found;
    counts[place] = (counts[place] as number) + 1;
  });
  const recall = new Float64Array(classes);
  const precision = new Float64Array(classes);
  for (let own = 0; own < classes; own++) {
    let [belong, taken] = [0, 0];
    for (let other = 0; other < classes; other++) {
      belong += counts[own * classes + other] as number;
      taken += counts[other * classes + own] as number;
    }
    const right = counts[own * (classes + 1)] as number;
    recall[own] = right / belong;
    precision[own] = right / taken;
  }
  return { classes, counts, recall, precision };
}

/** The mean recall of the classes that there are: every class counts alike, however rare. */
export function balancedAccuracy(predictions: Int32Array, labels: Int32Array): number {
  const present = confusion(predictions, labels).recall.filter((share) => !Number.isNaN(share));
  if (present.length === 0) throw new RangeError('balancedAccuracy: there are no labels.');
  return present.reduce((total, share) => total + share, 0) / present.length;
}
