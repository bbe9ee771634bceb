export interface MeanAndSpread {
  readonly mean: number;
  /** The sample standard deviation, divided by n - 1; NaN of a single number, which says nothing of it. */
  readonly spread: number;
  readonly n: number;
}

/** Of one figure over seeds. @throws RangeError where there is none. */
export function meanAndSpread(figures: readonly number[]): MeanAndSpread {
  const n = figures.length;
  if (n === 0) throw new RangeError('meanAndSpread: there are no figures.');
  const mean = figures.reduce((total, figure) => total + figure, 0) / n;
  const squares = figures.reduce((total, figure) => total + (figure - mean) ** 2, 0);
  return { mean, spread: n === 1 ? Number.NaN : Math.sqrt(squares / (n - 1)), n };
}
