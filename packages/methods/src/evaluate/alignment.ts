import type { Features } from './features.ts';

/**
 * How near the two features of one input are (Wang and Isola, 2020, section 4.1): the mean of ‖f(x) - f(x⁺)‖^α of features of
 * length 1, row i of both being views of the same input. From 0, where they are the same, to 2^α.
 * @throws RangeError where the two have not the same shape, or there are none.
 */
export function alignment(one: Features, other: Features, alpha = 2): number {
  if (one.n !== other.n || one.width !== other.width || one.n === 0)
    throw new RangeError(
      `alignment: features [${one.n}, ${one.width}] and [${other.n}, ${other.width}]; it takes two of one shape.`,
    );
  const { n, width } = one;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let [both, a, b] = [0, 0, 0];
    for (let at = i * width; at < (i + 1) * width; at++) {
      const [x, y] = [one.values[at] as number, other.values[at] as number];
      both += x * y;
      a += x * x;
      b += y * y;
    }
    const cosine = both / Math.max(Math.sqrt(a * b), 1e-30);
    total += Math.max(0, 2 - 2 * cosine) ** (alpha / 2);
  }
  return total / n;
}
