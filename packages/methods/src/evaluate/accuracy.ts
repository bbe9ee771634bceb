/** The share of predictions that are right. @throws RangeError where there are not as many of both, or none. */
export function accuracy(predictions: ArrayLike<number>, labels: ArrayLike<number>): number {
  if (predictions.length !== labels.length || labels.length === 0)
    throw new RangeError(
      `accuracy: ${predictions.length} predictions and ${labels.length} labels; it takes as many of both.`,
    );
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (predictions[i] === labels[i]) right++;
  return right / labels.length;
}
