/** The mean of squared differences. @throws RangeError where there are not as many of both, or none. */
export function meanSquaredError(predictions: ArrayLike<number>, targets: ArrayLike<number>): number {
  return squares('meanSquaredError', predictions, targets) / targets.length;
}

/**
 * R², the share of the targets' variance that is predicted: 1 - Σ(y - ŷ)² / Σ(y - ȳ)². 1 is perfect, 0 as good as the mean, and
 * below 0 worse. Of targets that are all the same it says 1 where they are predicted and -Infinity where not.
 */
export function rSquared(predictions: ArrayLike<number>, targets: ArrayLike<number>): number {
  const left = squares('rSquared', predictions, targets);
  let mean = 0;
  for (let i = 0; i < targets.length; i++) mean += (targets[i] as number) / targets.length;
  let all = 0;
  for (let i = 0; i < targets.length; i++) all += ((targets[i] as number) - mean) ** 2;
  return left === 0 ? 1 : 1 - left / all;
}

function squares(what: string, predictions: ArrayLike<number>, targets: ArrayLike<number>): number {
  if (predictions.length !== targets.length || targets.length === 0)
    throw new RangeError(
      `${what}: ${predictions.length} predictions and ${targets.length} targets; it takes as many of both.`,
    );
  let total = 0;
  for (let i = 0; i < targets.length; i++)
    total += ((predictions[i] as number) - (targets[i] as number)) ** 2;
  return total;
}
