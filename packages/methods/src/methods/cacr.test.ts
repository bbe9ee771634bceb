import { gather, mul, normalize, random, start, sub, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { attractionWeights, cacr, cacrParts, repulsionWeights } from './cacr.ts';
import { needsOf } from './method.ts';

beforeAll(() => start());

const views = (count: number, n: number, d: number): Tensor[] =>
  Array.from({ length: count }, (_, i) => random.normal(random.key(i + 1), [n, d]));

const rowsOf = (x: Tensor): number[][] => {
  const [n, d] = x.shape as [number, number];
  return Array.from({ length: n }, (_, i) => [...x.dataNow().slice(i * d, (i + 1) * d)]);
};

/** As the definition says, one query after the other. */
function reference(given: readonly Tensor[], sharp: { attraction: number; repulsion: number }) {
  const z = given.map((view) => rowsOf(normalize(view)));
  const n = z[0]?.length ?? 0;
  const distance = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((total, x, k) => total + (x - (b[k] as number)) ** 2, 0);
  const weighted = (ds: readonly number[], sharpness: number): number => {
    const weights = ds.map((d) => Math.exp(sharpness * d));
    const total = weights.reduce((a, b) => a + b);
    return ds.reduce((sum, d, k) => sum + (d * (weights[k] as number)) / total, 0);
  };
  let [attraction, repulsion, pairs] = [0, 0, 0];
  z.forEach((view, i) => {
    view.forEach((query, row) => {
      const positives = z.filter((_, j) => j !== i).map((other) => distance(query, other[row] as number[]));
      attraction += weighted(positives, sharp.attraction) / (n * z.length);
    });
    z.slice(i + 1).forEach((other) => {
      pairs++;
      view.forEach((query, row) => {
        const negatives = other.filter((_, k) => k !== row).map((key) => distance(query, key));
        repulsion += weighted(negatives, -sharp.repulsion) / n;
      });
    });
  });
  return { attraction, repulsion: repulsion / pairs };
}

describe('contrastive attraction and repulsion', () => {
  test.each([
    [2, 1, 0.9],
    [4, 1, 2],
    [3, 0, 0],
  ])('of %d views are what plain loops give at t⁺ = %d, t⁻ = %d', (count, attraction, repulsion) => {
    const given = views(count, 5, 3);
    const expected = reference(given, { attraction, repulsion });
    const found = cacrParts(given, attraction, repulsion);
    expect(found.attraction.item()).toBeCloseTo(expected.attraction, 4);
    expect(found.repulsion.item()).toBeCloseTo(expected.repulsion, 4);
  });

  test('weigh so that each query’s weights sum to one, distant positives and close negatives more', () => {
    const d = tensor([
      [0.5, 1, 3],
      [1, 2, 0],
      [4, 0.5, 1],
    ]);
    for (const row of rowsOf(attractionWeights(d, 1.5)))
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(rowsOf(attractionWeights(d, Math.LN2))[0]).toEqual(
      [2 ** 0.5, 2, 8].map((w) => expect.closeTo(w / (2 ** 0.5 + 10), 5)),
    );
    const repelled = rowsOf(repulsionWeights(d, Math.LN2));
    expect(repelled[0]).toEqual([0, 0.5 / 0.625, 0.125 / 0.625].map((w) => expect.closeTo(w, 5)));
    expect(repelled.map((row, i) => row[i])).toEqual([0, 0, 0]);
  });

  test('at sharpness 0 weigh all positives and all negatives alike', () => {
    const d = random.uniform(random.key(1), [4, 4], 0, 4);
    for (const row of rowsOf(attractionWeights(d, 0))) for (const w of row) expect(w).toBeCloseTo(1 / 4, 5);
    rowsOf(repulsionWeights(d, 0)).forEach((row, i) =>
      row.forEach((w, j) => expect(w).toBeCloseTo(i === j ? 0 : 1 / 3, 5)),
    );
  });

  test('grow and shrink with sharpness: more weight on the distant, and on the close', () => {
    const given = views(4, 5, 3);
    const [even, sharp] = [cacrParts(given, 0, 0), cacrParts(given, 3, 3)];
    expect(sharp.attraction.item()).toBeGreaterThan(even.attraction.item());
    expect(sharp.repulsion.item()).toBeLessThan(even.repulsion.item());
  });

  test('do not depend on lengths or on the order of the inputs', () => {
    const given = views(3, 5, 3);
    const order = tensor(Int32Array.of(3, 0, 4, 1, 2));
    const loss = (z: readonly Tensor[]): number => {
      const { attraction, repulsion } = cacrParts(z, 1, 2);
      return sub(attraction, repulsion).item();
    };
    expect(loss(given.map((z, i) => mul(i + 0.5, z)))).toBeCloseTo(loss(given), 4);
    expect(loss(given.map((z) => gather(z, order)))).toBeCloseTo(loss(given), 4);
  });

  test('have the gradient that differences give, through the weights too', () => {
    checkGradient(
      (z: Tensor[]) => {
        const { attraction, repulsion } = cacrParts(z, 1.5, 2);
        return sub(attraction, repulsion);
      },
      views(3, 4, 3),
    );
  });

  test('need a second view and a second input', () => {
    expect(() => cacrParts(views(1, 4, 3), 1, 1)).toThrow('not 1 of 4');
    expect(() => cacrParts(views(2, 1, 3), 1, 1)).toThrow('not 2 of 1');
  });
});

test('CACR needs as many views as there are positives, and the query', () => {
  expect(needsOf(cacr, cacr.defaults)).toEqual(cacr.needs);
  expect(needsOf(cacr, { ...cacr.defaults, positives: 1 }).views).toBe(2);
});
