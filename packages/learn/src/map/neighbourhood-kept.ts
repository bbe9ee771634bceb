import type { Features } from '@broadsheet/methods';

/** How well a map keeps neighbours, from 0 to 1; about 0.5 where points lie at random. */
export interface NeighbourhoodKept {
  /** Whether those are neighbours that the map shows as such. */
  readonly trustworthiness: number;
  /** Whether the map shows neighbours as such. */
  readonly continuity: number;
}

/**
 * Trustworthiness and continuity of a map (Venna and Kaski, 2001): 1 - 2 / (n·k·(2n - 3k - 1)) · Σ (rank - k) over those that
 * are among the k nearest on one side only, rank being their place on the other. Nearness of vectors is by cosine, of points by
 * distance.
 * @param vectors [n, width]
 * @param points [n, 2]
 * @param k less than n / 2
 * @throws RangeError where k is too large or numbers of vectors and points differ.
 */
export function neighbourhoodKept(
  vectors: Features,
  points: ArrayLike<number>,
  k: number,
): NeighbourhoodKept {
  const { n, width, values } = vectors;
  if (points.length !== 2 * n || !(k >= 1 && 2 * k < n))
    throw new RangeError(
      `neighbourhoodKept: ${points.length / 2} points of ${n} vectors, and ${k} neighbours, which must be fewer than half of them.`,
    );
  const lengths = Float64Array.from({ length: n }, (_, i) =>
    Math.hypot(...values.subarray(i * width, (i + 1) * width)),
  );
  let [untrue, lost] = [0, 0];
  for (let i = 0; i < n; i++) {
    const above = ranks(n, i, (j) => {
      let product = 0;
      for (let d = 0; d < width; d++)
        product += (values[i * width + d] as number) * (values[j * width + d] as number);
      return -product / ((lengths[i] as number) * (lengths[j] as number) || 1);
    });
    const below = ranks(
      n,
      i,
      (j) =>
        ((points[2 * i] as number) - (points[2 * j] as number)) ** 2 +
        ((points[2 * i + 1] as number) - (points[2 * j + 1] as number)) ** 2,
    );
    for (let j = 0; j < n; j++) {
      const [high, low] = [above[j] as number, below[j] as number];
      if (j === i) continue;
      if (low <= k && high > k) untrue += high - k;
      if (high <= k && low > k) lost += low - k;
    }
  }
  const most = (n * k * (2 * n - 3 * k - 1)) / 2;
  return { trustworthiness: 1 - untrue / most, continuity: 1 - lost / most };
}

/** Places of all others by their distance from one, the nearest first, from 1. */
function ranks(n: number, from: number, distance: (j: number) => number): Int32Array {
  const away = Float64Array.from({ length: n }, (_, j) => (j === from ? -Infinity : distance(j)));
  const order = Int32Array.from({ length: n }, (_, j) => j).sort(
    (a, b) => (away[a] as number) - (away[b] as number) || a - b,
  );
  const places = new Int32Array(n);
  order.forEach((j, place) => (places[j] = place));
  return places;
}
