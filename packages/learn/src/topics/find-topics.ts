import { kMeans, type Clusters, type Features } from '@broadsheet/methods';
import { random } from '@broadsheet/tensor';
import { simplifiedSilhouette } from './simplified-silhouette.ts';

/** More than these cannot be told apart on a map by their marks, nor read in a list. */
export const mostTopics = 12;

/**
 * Topics of vectors [n, width]: k-means on the vectors of length 1. How many: the silhouette decides between half and the whole
 * of √(n/2), at most 12; fewer than 8 vectors are one topic. The same vectors in the same order give the same topics.
 *
 * They are found in the vectors and not on the map: two dimensions show some papers as neighbours that are none, and tear others
 * apart.
 * @returns int32 [n]: the topic of each
 */
export async function findTopics(vectors: Features, seed = 1): Promise<Int32Array> {
  const { n } = vectors;
  const most = Math.min(mostTopics, Math.floor(Math.sqrt(n / 2)));
  if (most < 2) return new Int32Array(n);
  const directions = ofLengthOne(vectors);
  let best: { readonly found: Clusters; readonly apart: number } | null = null;
  for (let k = Math.max(2, Math.ceil(most / 2)); k <= most; k++) {
    const found = await kMeans(directions, { k, starts: 4, rounds: 12 }, random.key(seed));
    const apart = simplifiedSilhouette(directions, found);
    if (best === null || apart > best.apart) best = { found, apart };
  }
  return best?.found.assignments ?? new Int32Array(n);
}

/** Distances between vectors of length 1 go with their cosines. A vector of zeros stays one. */
function ofLengthOne({ values, n, width }: Features): Features {
  const directions = new Float32Array(n * width);
  for (let i = 0; i < n; i++) {
    const row = values.subarray(i * width, (i + 1) * width);
    const length = Math.hypot(...row) || 1;
    row.forEach((value, j) => (directions[i * width + j] = value / length));
  }
  return { values: directions, n, width };
}
