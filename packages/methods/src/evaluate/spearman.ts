/**
 * Spearman's rank correlation of two series (Spearman, 1904), from -1 to 1: Pearson's of their ranks, equal numbers sharing the
 * mean of theirs. NaN where one of them does not vary.
 * @throws RangeError where they are not equally long, or shorter than 2.
 */
export function spearman(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length || one.length < 2)
    throw new RangeError(
      `spearman: series of ${one.length} and ${other.length} numbers; it takes two of the same length, 2 at least.`,
    );
  const [a, b] = [ranks(one), ranks(other)];
  const middle = (one.length - 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((rank, i) => {
    const [x, y] = [rank - middle, (b[i] as number) - middle];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  });
  return both / Math.sqrt(ofA * ofB);
}

/** From 0; equal numbers get the mean of their ranks. */
function ranks(series: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: series.length }, (_, i) => i);
  order.sort((i, j) => (series[i] as number) - (series[j] as number));
  const found = new Float64Array(series.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && series[order[to] as number] === series[order[from] as number]) to++;
    for (let at = from; at < to; at++) found[order[at] as number] = (from + to - 1) / 2;
    from = to;
  }
  return found;
}
