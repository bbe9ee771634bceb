import { matmul, scope, tensor, transpose, type Key } from '@broadsheet/tensor';
import type { Features } from '../evaluate/features.ts';
import { draw, type Draw } from '../views/draw.ts';

export interface KMeansOptions {
  readonly k: number;
  /** Most rounds of assigning and averaging; 50 unless given. */
  readonly rounds?: number;
  /** Starts, of which the one with the least inertia is taken; 1 unless given. */
  readonly starts?: number;
}

export interface Clusters {
  readonly k: number;
  /** int32 [n]: the cluster of each of the features, the nearest centre's. */
  readonly assignments: Int32Array;
  /** [k, width] */
  readonly centres: Float32Array;
  readonly sizes: Int32Array;
  /** Σ of squared distances to the own centre. */
  readonly inertia: number;
  /** Rounds until nothing changed any more, or as many as were allowed. */
  readonly rounds: number;
}

/** Features whose distances are in memory at once. */
const part = 2048;

/**
 * k-means (Lloyd, 1982) from a k-means++ start (Arthur and Vassilvitskii, 2007). Features [n, width] → k clusters, none of them
 * empty: one that loses all of its own begins anew at the feature that is furthest from its centre. The same key gives the same
 * clusters.
 * @throws RangeError where there are fewer features than clusters, or a feature is not finite.
 */
export async function kMeans(features: Features, options: KMeansOptions, key: Key): Promise<Clusters> {
  const { k, rounds = 50, starts = 1 } = options;
  const { values, n } = features;
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw new RangeError(`kMeans: k is a whole number from 1 to the ${n} features that are there, not ${k}.`);
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0)
    throw new RangeError(
      `kMeans: feature ${Math.floor(odd / features.width)} holds ${values[odd] as number}, which is nowhere.`,
    );
  const host = draw(key);
  let best: Clusters | null = null;
  for (let start = 0; start < starts; start++) {
    const found = await lloyd(features, spreadOut(features, k, host), rounds);
    if (best === null || found.inertia < best.inertia) best = found;
  }
  if (best === null) throw new RangeError(`kMeans: starts is at least 1, not ${starts}.`);
  return best;
}

/** k-means++: each next centre is a feature drawn with the probability of its squared distance to the nearest so far. */
function spreadOut({ values, n, width }: Features, k: number, host: Draw): Float32Array {
  const centres = new Float32Array(k * width);
  const nearest = new Float64Array(n).fill(Infinity);
  let chosen = host.below(n);
  for (let c = 0; c < k; c++) {
    const centre = values.subarray(chosen * width, (chosen + 1) * width);
    centres.set(centre, c * width);
    let all = 0;
    for (let i = 0; i < n; i++) {
      const away = squaredDistance(values, i * width, centre, 0, width);
      if (away < (nearest[i] as number)) nearest[i] = away;
      all += nearest[i] as number;
    }
    let left = host.uniform(0, all);
    // Where all lie on centres already, any will do.
    chosen = all === 0 ? host.below(n) : n - 1;
    for (let i = 0; all > 0 && i < n; i++) {
      left -= nearest[i] as number;
      if (left < 0) {
        chosen = i;
        break;
      }
    }
  }
  return centres;
}

async function lloyd(features: Features, start: Float32Array, most: number): Promise<Clusters> {
  const { values, n, width } = features;
  const k = start.length / width;
  const centres = start;
  const sizes = new Int32Array(k);
  let assignments = new Int32Array(n).fill(-1);
  let distances: Float64Array;
  let rounds = 0;
  for (;;) {
    const found = await nearestCentres(features, centres);
    fillEmpty(found, features, centres);
    const same = found.assignments.every((own, i) => own === assignments[i]);
    ({ assignments, distances } = found);
    sizes.fill(0);
    for (const own of assignments) sizes[own] = (sizes[own] as number) + 1;
    if (same || rounds === most) break;
    rounds++;
    const sums = new Float64Array(k * width);
    for (let i = 0; i < n; i++) {
      const own = (assignments[i] as number) * width;
      for (let j = 0; j < width; j++)
        sums[own + j] = (sums[own + j] as number) + (values[i * width + j] as number);
    }
    sums.forEach((sum, at) => (centres[at] = sum / (sizes[Math.floor(at / width)] as number)));
  }
  const inertia = distances.reduce((total, away) => total + away, 0);
  return { k, assignments, centres, sizes, inertia, rounds };
}

interface Nearest {
  readonly assignments: Int32Array<ArrayBuffer>;
  /** Squared, to the nearest centre. */
  readonly distances: Float64Array<ArrayBuffer>;
}

/** ‖x - c‖² is ‖c‖² - 2·x·c beside ‖x‖², which is the same for all centres; the distance itself is worked out in float64. */
async function nearestCentres({ values, n, width }: Features, centres: Float32Array): Promise<Nearest> {
  const k = centres.length / width;
  const lengths = Float64Array.from({ length: k }, (_, c) => {
    let total = 0;
    for (let at = c * width; at < (c + 1) * width; at++) total += (centres[at] as number) ** 2;
    return total;
  });
  const assignments = new Int32Array(n);
  const distances = new Float64Array(n);
  const across = transpose(tensor(centres, [k, width]));
  try {
    for (let from = 0; from < n; from += part) {
      const to = Math.min(n, from + part);
      const found = scope(() =>
        matmul(tensor(values.subarray(from * width, to * width), [to - from, width]), across),
      );
      const products = await found.data();
      found.dispose();
      for (let i = from; i < to; i++) {
        let [best, least] = [0, Infinity];
        for (let c = 0; c < k; c++) {
          const away = (lengths[c] as number) - 2 * (products[(i - from) * k + c] as number);
          if (away < least) [best, least] = [c, away];
        }
        assignments[i] = best;
        distances[i] = squaredDistance(values, i * width, centres, best * width, width);
      }
    }
  } finally {
    across.dispose();
  }
  return { assignments, distances };
}

/** Puts every empty cluster's centre on the feature that is furthest from its own, of a cluster that keeps another. */
function fillEmpty(
  { assignments, distances }: Nearest,
  { values, width }: Features,
  centres: Float32Array,
): void {
  const k = centres.length / width;
  const sizes = new Int32Array(k);
  for (const own of assignments) sizes[own] = (sizes[own] as number) + 1;
  for (let empty = 0; empty < k; empty++) {
    if ((sizes[empty] as number) > 0) continue;
    let furthest = -1;
    assignments.forEach((own, i) => {
      if (
        (sizes[own] as number) > 1 &&
        (furthest < 0 || (distances[i] as number) > (distances[furthest] as number))
      )
        furthest = i;
    });
    const from = assignments[furthest] as number;
    sizes[from] = (sizes[from] as number) - 1;
    sizes[empty] = 1;
    assignments[furthest] = empty;
    distances[furthest] = 0;
    centres.set(values.subarray(furthest * width, (furthest + 1) * width), empty * width);
  }
}

function squaredDistance(
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  width: number,
): number {
  let total = 0;
  for (let j = 0; j < width; j++) total += ((a[fromA + j] as number) - (b[fromB + j] as number)) ** 2;
  return total;
}
