import { nearestNeighbours, type Features } from '@broadsheet/methods';

/** Pairs of vectors that belong together, each pair once. */
export interface NeighbourGraph {
  readonly n: number;
  /** The lower row of each pair, and the higher one. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** How much they belong together, in (0, 1]. */
  readonly weights: Float64Array;
}

/** Halvings of an interval until float64 knows no finer number that matters here. */
const halvings = 64;

/**
 * The weighted graph that UMAP lays out (McInnes, Healy and Melville, 2018, section 3): from each vector to its k nearest by the
 * cosine distance d with the weight exp(-(d - ρ) / σ), where ρ is the distance to the nearest one that is not the same and σ
 * makes the weights add up to log₂ k; the two directions a and b of a pair become a + b - a·b.
 * @param vectors [n, width]
 * @param k from 1 to n - 1
 */
export async function neighbourGraph(vectors: Features, k: number): Promise<NeighbourGraph> {
  const { indices, similarities } = await nearestNeighbours(vectors, vectors, { k, leaveOutSelf: true });
  const { n } = vectors;
  const pairs = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const distances = Array.from(similarities.subarray(i * k, (i + 1) * k), (cosine) =>
      Math.max(0, 1 - cosine),
    );
    weightsOf(distances).forEach((weight, place) => {
      const j = indices[i * k + place] as number;
      const pair = Math.min(i, j) * n + Math.max(i, j);
      const other = pairs.get(pair) ?? 0;
      pairs.set(pair, weight + other - weight * other);
    });
  }
  const kept = [...pairs].filter(([, weight]) => weight > 0).sort(([a], [b]) => a - b);
  return {
    n,
    from: Int32Array.from(kept, ([pair]) => Math.floor(pair / n)),
    to: Int32Array.from(kept, ([pair]) => pair % n),
    weights: Float64Array.from(kept, ([, weight]) => weight),
  };
}

/** Weights of distances in ascending order. */
function weightsOf(distances: readonly number[]): number[] {
  const nearest = distances.find((distance) => distance > 1e-6) ?? 0;
  const wanted = Math.log2(Math.max(2, distances.length));
  const weightsFor = (spread: number): number[] =>
    distances.map((distance) => (distance <= nearest ? 1 : Math.exp(-(distance - nearest) / spread)));
  let [low, high, spread] = [0, Infinity, 1];
  for (let round = 0; round < halvings; round++) {
    const total = weightsFor(spread).reduce((a, b) => a + b, 0);
    if (Math.abs(total - wanted) < 1e-5) break;
    if (total > wanted) high = spread;
    else low = spread;
    spread = high === Infinity ? spread * 2 : (low + high) / 2;
  }
  // Where many are equally near, no spread is narrow enough; a tiny one would make all but them vanish.
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  return weightsFor(Math.max(spread, mean * 1e-3, 1e-12));
}
