import type { NeighbourGraph } from './neighbour-graph.ts';

export interface LayOutOptions {
  /** How often every pair of weight 1 is drawn together; 200 unless given. */
  readonly rounds?: number;
  /** The same seed, the same layout. */
  readonly seed?: number;
}

/**
 * The curve 1 / (1 + a·d^2b) that falls from distance 0.1 on as exp(-(d - 0.1)) does: UMAP's own for its defaults, a least
 * distance of 0.1 and a spread of 1.
 */
const [a, b] = [1.5769, 0.8951];
/** Points that are pushed away for each one that is drawn near. */
const pushes = 5;
/** No step is longer in any direction. */
const longest = 4;

/**
 * Moves points so that neighbours lie near each other and others apart: stochastic gradient descent on UMAP's cross-entropy
 * with negative sampling (McInnes, Healy and Melville, 2018, section 3). A pair is drawn together as often as its weight says;
 * each time, both ends' points push some others away. Steps become shorter to nothing.
 * @param start [n, 2]; the layout keeps what it can of it
 * @returns [n, 2]
 */
export function layOut(
  { n, from, to, weights }: NeighbourGraph,
  start: Float64Array,
  { rounds = 200, seed = 1 }: LayOutOptions = {},
): Float64Array {
  const points = Float64Array.from(start);
  const next = randomWords(seed);
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const every = Float64Array.from(weights, (weight) => heaviest / weight);
  const due = Float64Array.from(every);
  for (let round = 1; round <= rounds; round++) {
    const step = 1 - (round - 1) / rounds;
    for (let pair = 0; pair < every.length; pair++) {
      if ((due[pair] as number) > round) continue;
      due[pair] = (due[pair] as number) + (every[pair] as number);
      const [i, j] = [from[pair] as number, to[pair] as number];
      draw(points, i, j, step);
      for (const end of [i, j])
        for (let push = 0; push < pushes; push++) {
          const other = next() % n;
          if (other !== end) pushAway(points, end, other, step);
        }
    }
  }
  return points;
}

/** Moves both towards each other. */
function draw(points: Float64Array, i: number, j: number, step: number): void {
  const dx = (points[2 * i] as number) - (points[2 * j] as number);
  const dy = (points[2 * i + 1] as number) - (points[2 * j + 1] as number);
  const squared = dx * dx + dy * dy;
  if (squared === 0) return;
  const power = squared ** b;
  const pull = (-2 * a * b * power) / squared / (1 + a * power);
  const [x, y] = [step * clip(pull * dx), step * clip(pull * dy)];
  points[2 * i] = (points[2 * i] as number) + x;
  points[2 * i + 1] = (points[2 * i + 1] as number) + y;
  points[2 * j] = (points[2 * j] as number) - x;
  points[2 * j + 1] = (points[2 * j + 1] as number) - y;
}

/** Moves the first away from the second. */
function pushAway(points: Float64Array, i: number, j: number, step: number): void {
  const dx = (points[2 * i] as number) - (points[2 * j] as number);
  const dy = (points[2 * i + 1] as number) - (points[2 * j + 1] as number);
  const squared = dx * dx + dy * dy;
  if (squared === 0) return;
  const push = (2 * b) / ((0.001 + squared) * (1 + a * squared ** b));
  points[2 * i] = (points[2 * i] as number) + step * clip(push * dx);
  points[2 * i + 1] = (points[2 * i + 1] as number) + step * clip(push * dy);
}

const clip = (value: number): number => Math.max(-longest, Math.min(longest, value));

/** Whole numbers of 32 bits: xorshift (Marsaglia, 2003), whose state is never 0. */
function randomWords(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
