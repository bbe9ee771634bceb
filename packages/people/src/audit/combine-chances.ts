/**
 * Fisher's method ("Statistical Methods for Research Workers", 1925): the chance that independent tests together come out as unlikely
 * as these. Twice the negative sum of the logarithms has a chi-squared distribution of twice as many degrees of freedom as there are
 * tests, whose tail has a closed form.
 * @param logs natural logarithms of the tests' chances @returns the logarithm of the combined one
 */
export function combineChances(logs: readonly number[]): number {
  const half = -logs.reduce((sum, log) => sum + log, 0);
  let term = 1;
  let sum = 1;
  for (let i = 1; i < logs.length; i++) {
    term *= half / i;
    sum += term;
  }
  return Math.min(0, Math.log(sum) - half);
}
