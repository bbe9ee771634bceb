/**
 * Scores as standard deviations above their mean, so that those of several interests can be compared: an interest of many examples has
 * larger scores than one of few. All 0 where they do not differ.
 */
export function standardise(scores: ArrayLike<number>): Float64Array {
  const count = scores.length;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += (scores[i] as number) / count;
  let variance = 0;
  for (let i = 0; i < count; i++) variance += ((scores[i] as number) - mean) ** 2 / count;
  const deviation = Math.sqrt(variance);
  return Float64Array.from(scores, (score) => (deviation === 0 ? 0 : (score - mean) / deviation));
}
