/** Standard normal quantile for 80 % between the bounds, as Lobsters orders its comments. */
const z = 1.281551565545;

/**
 * How good a comment is by its readers' word: the lower bound of Wilson's interval for the share of those who are for it
 * (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927). A comment with one reader for
 * it stands below one with nine of ten, and above one with nobody.
 * @param approving members who gave it a sign for it, @param disapproving those who gave one against it: whole, 0 or more.
 * @returns 0 to 1; 0 where nobody said anything.
 */
export function bestScore(approving: number, disapproving: number): number {
  const n = approving + disapproving;
  if (n === 0) return 0;
  const share = approving / n;
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return Math.max(0, (share + (z * z) / (2 * n) - spread) / (1 + (z * z) / n));
}
