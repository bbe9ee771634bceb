import { matmul, normalize, scope, slice, tensor, transpose } from '@broadsheet/tensor';
import type { Features } from './features.ts';

/** Rows whose distances are in memory at once. */
const part = 512;

/**
 * How evenly features of length 1 lie on the sphere (Wang and Isola, 2020, section 4.1): the logarithm of the mean of
 * exp(-t·‖f(x) - f(y)‖²) over all pairs of two inputs. 0 where all are the same; the lower, the more evenly.
 * @throws RangeError where there are fewer than two features.
 */
export async function uniformity({ values, n, width }: Features, t = 2): Promise<number> {
  if (n < 2) throw new RangeError(`uniformity: it takes two features at least, and there are ${n}.`);
  const all = scope(() => normalize(tensor(values, [n, width])));
  let total = 0;
  try {
    for (let from = 0; from < n; from += part) {
      const found = scope(() => matmul(slice(all, [from, Math.min(n, from + part)]), transpose(all)));
      const cosines = await found.data();
      found.dispose();
      for (let i = 0; i < cosines.length / n; i++)
        for (let j = from + i + 1; j < n; j++)
          total += Math.exp(2 * t * ((cosines[i * n + j] as number) - 1));
    }
  } finally {
    all.dispose();
  }
  return Math.log(total / ((n * (n - 1)) / 2));
}
