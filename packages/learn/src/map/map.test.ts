import { draw, type Features } from '@broadsheet/methods';
import { random, start } from '@broadsheet/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { layOut } from './lay-out.ts';
import { neighbourGraph } from './neighbour-graph.ts';
import { neighbourhoodKept } from './neighbourhood-kept.ts';
import { placeOnPlane, principalPlane } from './principal-plane.ts';
import { project } from './project.ts';

beforeAll(() => start());

const featuresOf = (rows: readonly (readonly number[])[]): Features => ({
  values: Float32Array.from(rows.flat()),
  n: rows.length,
  width: rows[0]?.length ?? 0,
});

/** Vectors around some random directions, in turn. */
function clouds(count: number, n: number, width: number, spread: number, seed = 1): Features {
  const host = draw(random.key(seed));
  const middles = Array.from({ length: count }, () => Array.from({ length: width }, () => host.normal()));
  return featuresOf(
    Array.from({ length: n }, (_, i) =>
      (middles[i % count] as number[]).map((value) => value + spread * host.normal()),
    ),
  );
}

describe('the principal plane', () => {
  test('is the one in which vectors differ most, whichever way round they come', () => {
    const rows = [[3, 0, 1], [-3, 0, 1], [0, 2, 1], [0, -2, 1]]; // prettier-ignore
    const plane = principalPlane(featuresOf(rows));
    expect([...plane.middle]).toEqual([0, 0, 1]);
    [1, 0, 0, 0, 1, 0].forEach((value, at) => expect(plane.axes[at]).toBeCloseTo(value, 12));
    const turned = principalPlane(featuresOf(rows.toReversed()));
    turned.axes.forEach((value, at) => expect(value).toBeCloseTo(plane.axes[at] as number, 12));
    const placed = placeOnPlane(featuresOf([[5, 7, 9]]), plane);
    expect([...placed].map((value) => Math.round(value))).toEqual([5, 7]);
  });

  test('tells what has none', () => {
    expect(() => principalPlane(featuresOf([[1]]))).toThrow('1 vectors of width 1');
    const plane = principalPlane(featuresOf([[1, 2], [2, 1]])); // prettier-ignore
    expect(() => placeOnPlane(featuresOf([[1, 2, 3]]), plane)).toThrow('width 3 on a plane of width 2');
  });
});

describe('the graph of neighbours', () => {
  test('has weights by hand for three directions', async () => {
    // Angles of 0°, 60° and 120°: cosines 1/2, 1/2 and -1/2. With k = 1 the nearest has weight 1, in one direction or both.
    const at = (degrees: number) => [
      Math.cos((degrees * Math.PI) / 180),
      Math.sin((degrees * Math.PI) / 180),
    ];
    const vectors = featuresOf([at(0), at(59), at(120)]);
    const { from, to, weights } = await neighbourGraph(vectors, 1);
    expect([...from]).toEqual([0, 1]);
    expect([...to]).toEqual([1, 2]);
    expect([...weights]).toEqual([1, 1]);
  });

  test('weights of each vector add up to log₂ k before both directions are joined', async () => {
    // A ring, in which all vectors have the same neighbours: both directions of a pair have one weight w, joined 2w - w².
    const n = 24;
    const ring = featuresOf(
      Array.from({ length: n }, (_, i) => [Math.cos((2 * Math.PI * i) / n), Math.sin((2 * Math.PI * i) / n)]),
    );
    const { from, to, weights } = await neighbourGraph(ring, 8);
    let total = 0;
    weights.forEach((weight, pair) => {
      if (from[pair] === 5 || to[pair] === 5) total += 1 - Math.sqrt(1 - weight);
    });
    expect(total).toBeCloseTo(Math.log2(8), 3);
  });
});

describe('layout', () => {
  test('draws pairs together and the others apart', () => {
    const graph = {
      n: 4,
      from: Int32Array.of(0, 2),
      to: Int32Array.of(1, 3),
      weights: Float64Array.of(1, 1),
    };
    const points = layOut(graph, Float64Array.of(0, 0, 4, 0, 0, 4, 4, 4), { rounds: 300 });
    const away = (i: number, j: number) =>
      Math.hypot(
        (points[2 * i] as number) - (points[2 * j] as number),
        (points[2 * i + 1] as number) - (points[2 * j + 1] as number),
      );
    expect(Math.max(away(0, 1), away(2, 3))).toBeLessThan(1);
    expect(Math.min(away(0, 2), away(1, 3), away(0, 3), away(1, 2))).toBeGreaterThan(2);
  });
});

describe('projection', () => {
  test('keeps clouds apart and their neighbours near', async () => {
    const vectors = clouds(12, 300, 40, 0.5);
    const points = await project(vectors);
    const { trustworthiness, continuity } = neighbourhoodKept(vectors, points, 12);
    expect(trustworthiness).toBeGreaterThan(0.93);
    expect(continuity).toBeGreaterThan(0.93);
    const plane = neighbourhoodKept(vectors, placeOnPlane(vectors, principalPlane(vectors)), 12);
    expect(trustworthiness).toBeGreaterThan(plane.trustworthiness + 0.03);
    // The nearest point of nearly every one is of its own cloud.
    let own = 0;
    for (let i = 0; i < 300; i++) {
      let [nearest, least] = [-1, Infinity];
      for (let j = 0; j < 300; j++) {
        const away =
          ((points[2 * i] as number) - (points[2 * j] as number)) ** 2 +
          ((points[2 * i + 1] as number) - (points[2 * j + 1] as number)) ** 2;
        if (j !== i && away < least) [nearest, least] = [j, away];
      }
      own += nearest % 12 === i % 12 ? 1 : 0;
    }
    expect(own).toBeGreaterThan(294);
  });

  test('is the same for the same seed, and lies like its plane', async () => {
    const vectors = clouds(4, 120, 16, 0.8, 3);
    const plane = principalPlane(vectors);
    const points = await project(vectors, { plane, seed: 5 });
    expect(await project(vectors, { plane, seed: 5 })).toEqual(points);
    expect(await project(vectors, { plane, seed: 6 })).not.toEqual(points);
    const start = placeOnPlane(vectors, plane);
    for (const axis of [0, 1]) {
      const [x, y] = [points, start].map((all) => all.filter((_, at) => at % 2 === axis));
      expect(correlation(x as Float64Array, y as Float64Array)).toBeGreaterThan(0.5);
    }
  });

  test('gives every vector a finite point, however many there are and however alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 3, maxLength: 3 }), {
          minLength: 1,
          maxLength: 40,
        }),
        async (rows) => {
          const points = await project(featuresOf(rows));
          expect(points.length).toBe(2 * rows.length);
          expect(points.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('neighbourhoods kept', () => {
  test('are whole on a map that is the plane itself, and half of them by chance', () => {
    const host = draw(random.key(2));
    // Directions of a quarter circle: nearness by cosine is nearness along it.
    const angles = Array.from({ length: 200 }, () => host.uniform(0, Math.PI / 2));
    const vectors = featuresOf(angles.map((angle) => [Math.cos(angle), Math.sin(angle)]));
    const kept = neighbourhoodKept(
      vectors,
      angles.flatMap((angle) => [angle, 0]),
      12,
    );
    // Single precision leaves a few swaps of vectors that are as good as equal.
    expect(Math.min(kept.trustworthiness, kept.continuity)).toBeGreaterThan(0.995);
    const lost = neighbourhoodKept(
      vectors,
      angles.flatMap(() => [host.uniform(), host.uniform()]),
      12,
    );
    expect(lost.trustworthiness).toBeGreaterThan(0.4);
    expect(lost.trustworthiness).toBeLessThan(0.6);
  });

  test('by hand: one of five is shown beside the wrong one', () => {
    // On a line at angles 1, 2, 4, 8, 16 degrees; the map swaps the last two. k = 1.
    const vectors = featuresOf(
      [1, 2, 4, 8, 16].map((degrees) => [
        Math.cos((degrees * Math.PI) / 180),
        Math.sin((degrees * Math.PI) / 180),
      ]),
    );
    // Nearest on the map: 1→2, 2→1, 4→2, 16's place (8) → 4, 8's place (16) → 16.
    // Of 16 at place 8: the nearest shown is 4, truly its second, by 1 too far. Of 8 at place 16: 16 is truly its fourth
    // (distances 7, 6, 4, 8): 3 too far. Untrue: 1 + 3. Most: 5·1·(10 - 3 - 1)/2 = 15.
    const { trustworthiness } = neighbourhoodKept(vectors, [1, 0, 2, 0, 4, 0, 16, 0, 8, 0], 1);
    expect(trustworthiness).toBeCloseTo(1 - 4 / 15, 10);
  });

  test('tells what cannot be', () => {
    expect(() => neighbourhoodKept(featuresOf([[1, 0], [0, 1]]), [0, 0, 1, 1], 1)).toThrow('fewer than half'); // prettier-ignore
  });
});

function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  const mean = (all: Float64Array) => all.reduce((a, b) => a + b, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [(x[i] as number) - mx, (y[i] as number) - my];
    [xx, yy, xy] = [xx + dx * dx, yy + dy * dy, xy + dx * dy];
  }
  return xy / Math.sqrt(xx * yy);
}
