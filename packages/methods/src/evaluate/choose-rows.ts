import type { Features } from './features.ts';

/** Some of the features, in the order of the indices. */
export function chooseRows({ values, width, labels }: Features, indices: ArrayLike<number>): Features {
  const n = indices.length;
  const chosen = new Float32Array(n * width);
  for (let i = 0; i < n; i++) {
    const from = (indices[i] as number) * width;
    chosen.set(values.subarray(from, from + width), i * width);
  }
  const own = labels && Int32Array.from({ length: n }, (_, i) => labels[indices[i] as number] as number);
  return { values: chosen, n, width, ...(own === undefined ? {} : { labels: own }) };
}
