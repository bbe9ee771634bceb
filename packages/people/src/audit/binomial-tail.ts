/**
 * Logarithm of the probability of `least` or more successes among `trials` independent ones of probability `chance`: the exact upper
 * tail of the binomial distribution, summed term by term.
 * @param trials a whole number from 0 on @param chance 0 to 1
 * @returns 0 or less; negative infinity where it cannot be.
 */
export function logBinomialTail(trials: number, chance: number, least: number): number {
  if (least <= 0) return 0;
  if (least > trials || chance <= 0) return -Infinity;
  if (chance >= 1) return 0;
  // Below the mean nearly everything is in the tail: what is not is the shorter sum.
  if (least <= trials * chance) {
    const rest = logBinomialTail(trials, 1 - chance, trials - least + 1);
    return Math.log1p(-Math.min(1, Math.exp(rest)));
  }
  const odds = chance / (1 - chance);
  let term = 1;
  let sum = 1;
  for (let k = least; k < trials && term > sum * 1e-16; k++) {
    term *= ((trials - k) / (k + 1)) * odds;
    sum += term;
  }
  const first = logBinomialTerm(trials, chance, least);
  return Math.min(0, first + Math.log(sum));
}

/**
 * Logarithm of the probability of exactly `count` successes: the first and, above the mean, the largest term of the tail, and quick to
 * reckon.
 */
export function logBinomialTerm(trials: number, chance: number, count: number): number {
  if (chance <= 0) return count === 0 ? 0 : -Infinity;
  if (chance >= 1) return count === trials ? 0 : -Infinity;
  return logChoose(trials, count) + count * Math.log(chance) + (trials - count) * Math.log1p(-chance);
}

const logFactorials = [0, 0];

/** Logarithm of the number of ways to choose `k` of `n`. */
function logChoose(n: number, k: number): number {
  for (let i = logFactorials.length; i <= n; i++)
    logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i));
  return (logFactorials[n] ?? 0) - (logFactorials[k] ?? 0) - (logFactorials[n - k] ?? 0);
}
