import { random, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { convNet } from '../nets/conv-net.ts';
import { mlp } from '../nets/mlp.ts';
import { evaluationPass, inside, trainingPass } from '../nets/pass.ts';
import { bagOfWords } from '../nets/bag-of-words.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { draw } from '../views/draw.ts';
import { plainImages } from '../views/images/plain-images.ts';
import { encodeAll, encodeStages } from './encode-all.ts';
import type { Features } from './features.ts';
import { fewLabels, fewOfEachClass } from './few-labels.ts';
import { holdOut } from './hold-out.ts';
import { linearProbe } from './linear-probe.ts';
import { classify, logisticRegression } from './logistic-regression.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { neighbourProbe } from './neighbour-probe.ts';
import { ridgeProbe } from './ridge-probe.ts';
import { predictRidge, ridgeRegression, type RidgeModel } from './ridge-regression.ts';
import { standardiseFeatures, standardOf } from './standardise-features.ts';

beforeAll(() => start());

/** Clouds around the corners of a simplex, `apart` from the middle, and as many columns of noise as of classes. */
function clouds(n: number, classes: number, apart: number, seed: number): Features & { labels: Int32Array } {
  const host = draw(random.key(seed));
  const width = 2 * classes;
  const labels = Int32Array.from({ length: n }, (_, i) => i % classes);
  const values = new Float32Array(n * width);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < width; j++) values[i * width + j] = host.normal() + (labels[i] === j ? apart : 0);
  return { values, n, width, labels };
}

const features = (rows: readonly (readonly number[])[], labels?: readonly number[]): Features => ({
  values: Float32Array.from(rows.flat()),
  n: rows.length,
  width: rows[0]?.length ?? 0,
  ...(labels === undefined ? {} : { labels: Int32Array.from(labels) }),
});

describe('encoding a whole data set', () => {
  test('gives what the net makes of all at once, whatever the parts are', async () => {
    const net = convNet([6, 6, 3], { widths: [4, 5] });
    const [parameters, moments] = [net.init(random.key(1)), new RunningMoments()];
    const pixels = tensor(
      Uint8Array.from({ length: 7 * 108 }, (_, i) => (i * 89) % 256),
      [7, 6, 6, 3],
    );
    const images = plainImages(pixels, tensor(Int32Array.from({ length: 7 }, (_, i) => i)));
    net.run(parameters, images, inside(trainingPass(random.key(2), moments), 'encoder'));
    const wanted = net.run(parameters, images, inside(evaluationPass(moments), 'encoder')).dataNow();
    for (const batch of [1, 3, 7, 100]) {
      const { values, n, width } = await encodeAll(net, parameters, pixels, { moments, batch });
      expect([n, width]).toEqual([7, 5]);
      expect([...values]).toEqual([...wanted].map((value) => expect.closeTo(value, 4) as number));
    }
  });

  test('takes tokens and tables, and passes labels on', async () => {
    const text = bagOfWords({ tokens: 5, length: 2, width: 3, gives: 4 });
    const tokens = tensor([[0, 1], [4, -1], [2, 2]], [3, 2], 'int32'); // prettier-ignore
    const labels = Int32Array.from([1, 0, 1]);
    const found = await encodeAll(text, text.init(random.key(1)), tokens, { labels, batch: 2 });
    expect([found.values.length, found.labels]).toEqual([12, labels]);
    const table = mlp([2], { hidden: [], gives: 1 });
    expect((await encodeAll(table, table.init(random.key(1)), tensor([[1, 2]]))).n).toBe(1);
  });

  test('makes several representations at once, those of the layers of a head', async () => {
    const [encoder, head] = [
      mlp([2], { hidden: [], gives: 3 }),
      mlp([3], { hidden: [5], gives: 4, batchNorm: true }),
    ];
    const parameters = { encoder: encoder.init(random.key(1)), head: head.init(random.key(2)) };
    const [x, moments] = [random.normal(random.key(3), [9, 2]), new RunningMoments()];
    const before = encoder.run(parameters.encoder, x, evaluationPass());
    head.run(parameters.head, before, inside(trainingPass(random.key(4), moments), 'head'));
    const found = await encodeStages(
      encoder.takes,
      (part, pass) => {
        const h = encoder.run(parameters.encoder, part, inside(pass, 'encoder'));
        const [hidden, out] = head.layers(parameters.head, h, inside(pass, 'head')) as [Tensor, Tensor];
        return { h, hidden, out };
      },
      x,
      { batch: 4, moments },
    );
    expect(Object.entries(found).map(([name, { n, width }]) => [name, n, width])).toEqual([
      ['h', 9, 3],
      ['hidden', 9, 5],
      ['out', 9, 4],
    ]);
    const wanted = head.run(parameters.head, before, inside(evaluationPass(moments), 'head')).dataNow();
    expect([...(found['out']?.values ?? [])]).toEqual(
      [...wanted].map((value) => expect.closeTo(value, 4) as number),
    );
    expect([...(found['h']?.values ?? [])]).toEqual(
      [...before.dataNow()].map((value) => expect.closeTo(value, 5) as number),
    );
  });

  test('leaves nothing in memory', async () => {
    const backend = await start();
    const net = mlp([2], { hidden: [3], gives: 2 });
    const [parameters, x] = [net.init(random.key(1)), random.normal(random.key(2), [9, 2])];
    await encodeAll(net, parameters, x, { batch: 2 });
    const { usedBytes } = backend.memory();
    await encodeAll(net, parameters, x, { batch: 2 });
    expect(backend.memory().usedBytes).toBe(usedBytes);
  });

  test('tells inputs and labels that do not fit', async () => {
    const net = mlp([2], { hidden: [], gives: 1 });
    const parameters = net.init(random.key(1));
    await expect(encodeAll(net, parameters, tensor([[1, 2, 3]]))).rejects.toThrow(
      'takes inputs [n, 2], and these are [1, 3]',
    );
    await expect(encodeAll(net, parameters, tensor([[1, 2]]), { labels: new Int32Array(2) })).rejects.toThrow(
      '1 inputs have 2 labels',
    );
  });
});

describe('standardised features', () => {
  test('have mean 0 and deviation 1 by their own standard, and columns that do not vary become 0', () => {
    const known = features([[1, 5, 1e4], [3, 5, 1e4], [5, 5, 1e4]]); // prettier-ignore
    const { values } = standardiseFeatures(known, standardOf(known));
    const side = Math.sqrt(1.5);
    expect([...values]).toEqual(
      [-side, 0, 0, 0, 0, 0, side, 0, 0].map((value) => expect.closeTo(value, 5) as number),
    );
  });
});

describe('holding out', () => {
  test('parts every class by the same share, and never holds a class out whole', () => {
    const labels = Int32Array.from({ length: 101 }, (_, i) => (i === 100 ? 2 : i % 2));
    const { rest, held } = holdOut(labels, 0.2, random.key(1));
    expect([...rest, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: 101 }, (_, i) => i));
    expect([0, 1, 2].map((own) => held.filter((i) => labels[i] === own).length)).toEqual([10, 10, 0]);
    expect(holdOut(labels, 0.2, random.key(2)).held).not.toEqual(held);
  });
});

describe('logistic regression', () => {
  test('is at the minimum: no small change of any weight makes the loss less', () => {
    const known = clouds(60, 3, 1, 1);
    const penalty = 0.05;
    const { weights, classes } = logisticRegression(known, { penalty, tolerance: 1e-6 });
    const loss = (w: Float64Array): number => {
      let total = 0;
      for (let i = 0; i < known.n; i++) {
        const scores = Array.from({ length: classes }, (_, c) => {
          let score = w[known.width * classes + c] as number;
          for (let j = 0; j < known.width; j++)
            score += (known.values[i * known.width + j] as number) * (w[j * classes + c] as number);
          return score;
        });
        const all = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
        total += (all - (scores[known.labels[i] as number] as number)) / known.n;
      }
      return total + (penalty / 2) * w.slice(0, known.width * classes).reduce((sum, x) => sum + x * x, 0);
    };
    const least = loss(weights);
    weights.forEach((_, at) => {
      for (const by of [0.02, -0.02]) {
        const other = weights.slice();
        other[at] = (other[at] as number) + by;
        expect(loss(other)).toBeGreaterThan(least);
      }
    });
  });

  test('tells what does not fit', async () => {
    const known = clouds(6, 2, 1, 1);
    expect(() => logisticRegression(features([[1]]), { penalty: 1 })).toThrow('have no labels');
    expect(() => logisticRegression(known, { penalty: -1 })).toThrow(
      'penalty is a number of at least 0, not -1',
    );
    const model = logisticRegression(known, { penalty: 1 });
    await expect(classify(model, features([[1]]))).rejects.toThrow(
      'width 1 by a model of features of width 4',
    );
  });
});

describe('probes', () => {
  test('of clouds that lie far apart find every class', async () => {
    const [train, test] = [clouds(200, 4, 12, 1), clouds(100, 4, 12, 2)];
    expect((await linearProbe(train, test)).accuracy).toBe(1);
    expect(ridgeProbe(train, test).accuracy).toBe(1);
    expect((await neighbourProbe(train, test)).accuracy).toBe(1);
    expect((await fewLabels(train, test, { perClass: 5 })).accuracy).toBeGreaterThan(0.95);
  });

  test('of noise are as good as chance', async () => {
    const [train, test] = [clouds(400, 4, 0, 1), clouds(400, 4, 0, 2)];
    for (const { accuracy } of [
      await linearProbe(train, test),
      ridgeProbe(train, test),
      await neighbourProbe(train, test),
    ])
      expect(Math.abs(accuracy - 0.25)).toBeLessThan(0.1);
  });

  test('come near the best that can be done where classes overlap, and the same each time', async () => {
    const [train, test] = [clouds(1000, 3, 2, 1), clouds(1000, 3, 2, 2)];
    let best = 0;
    for (let i = 0; i < test.n; i++) {
      const scores = [0, 1, 2].map((c) => test.values[i * test.width + c] as number);
      if (scores.indexOf(Math.max(...scores)) === test.labels[i]) best += 1 / test.n;
    }
    const [linear, ridge] = [await linearProbe(train, test), ridgeProbe(train, test)];
    expect(linear.accuracy).toBeGreaterThan(best - 0.03);
    expect(ridge.accuracy).toBeGreaterThan(best - 0.03);
    expect(await linearProbe(train, test)).toEqual(linear);
  });

  test('choose a larger penalty where there is more noise than there are labels', async () => {
    const test = clouds(400, 2, 2, 9);
    const wide = (known: Features & { labels: Int32Array }): Features => {
      const host = draw(random.key(known.n));
      const values = new Float32Array(known.n * 60);
      for (let i = 0; i < known.n; i++)
        for (let j = 0; j < 60; j++)
          values[i * 60 + j] =
            j < known.width ? (known.values[i * known.width + j] as number) : host.normal();
      return { values, n: known.n, width: 60, labels: known.labels };
    };
    const penalties = [1, 0.0001];
    const few = await linearProbe(wide(clouds(60, 2, 2, 1)), wide(test), { penalties, held: 0.5 });
    expect(few.penalty).toBe(1);
  });

  test('do not look at the test labels to choose', async () => {
    const [train, test] = [clouds(200, 3, 2, 1), clouds(50, 3, 2, 2)];
    const honest = await linearProbe(train, test);
    const wrong = await linearProbe(train, { ...test, labels: test.labels.map((label) => (label + 1) % 3) });
    expect(wrong.predictions).toEqual(honest.predictions);
    expect(wrong.penalty).toBe(honest.penalty);
  });

  test('tell labels that are missing or below 0', async () => {
    const known = clouds(10, 2, 1, 1);
    await expect(linearProbe(features([[1]]), known)).rejects.toThrow(
      'linearProbe (training): these features have no labels',
    );
    await expect(linearProbe(known, { ...known, labels: known.labels.map(() => -1) })).rejects.toThrow(
      'label 0 is -1',
    );
    await expect(linearProbe(known, known, { penalties: [] })).rejects.toThrow('penalties is empty');
  });
});

describe('ridge regression', () => {
  test('is the closed form: one column by hand', () => {
    // x - 2 = [-1, 0, 1], y - 3 = [-1, -1, 2]: Σxy = 3, Σx² = 2.
    const known = features([[1], [2], [3]]);
    const targets = { rows: 3, columns: 1, data: Float64Array.from([2, 2, 5]) };
    const [small, large] = ridgeRegression(known, targets, [1e-12, 1 / 3]) as [RidgeModel, RidgeModel];
    expect([small.weights.data[0], small.shift[0]]).toEqual([expect.closeTo(1.5, 9), expect.closeTo(0, 9)]);
    // 3 / (2 + 3·(1/3)) = 1
    expect([large.weights.data[0], large.shift[0]]).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
    expect([...predictRidge(large, features([[5]])).data]).toEqual([expect.closeTo(6, 9)]);
  });

  test('has a gradient of 0 at its solution', () => {
    const known = clouds(40, 2, 1, 1);
    const targets = { rows: 40, columns: 1, data: Float64Array.from(known.labels) };
    const [model] = ridgeRegression(known, targets, [0.1]) as [RidgeModel];
    const off = predictRidge(model, known).data.map((value, i) => value - (targets.data[i] as number));
    for (let j = 0; j < known.width; j++) {
      let slope = 40 * 0.1 * (model.weights.data[j] as number);
      off.forEach((value, i) => (slope += value * (known.values[i * known.width + j] as number)));
      expect(slope).toBeCloseTo(0, 6);
    }
  });
});

describe('nearest neighbours', () => {
  test('are the ones that plain loops find, in their order', async () => {
    const [queries, among] = [clouds(30, 3, 1, 1), clouds(300, 3, 1, 2)];
    const { indices, similarities } = await nearestNeighbours(queries, among, { k: 7 });
    const cosine = (i: number, j: number): number => {
      let [both, a, b] = [0, 0, 0];
      for (let at = 0; at < queries.width; at++) {
        const [x, y] = [
          queries.values[i * queries.width + at] as number,
          among.values[j * among.width + at] as number,
        ];
        [both, a, b] = [both + x * y, a + x * x, b + y * y];
      }
      return both / Math.sqrt(a * b);
    };
    for (let i = 0; i < queries.n; i++) {
      const all = Array.from({ length: among.n }, (_, j) => j).sort((a, b) => cosine(i, b) - cosine(i, a));
      expect([...indices.slice(7 * i, 7 * i + 7)]).toEqual(all.slice(0, 7));
      expect(similarities[7 * i] as number).toBeCloseTo(cosine(i, all[0] as number), 5);
    }
  });

  test('of equally alike ones are the first, and all of them where k is all', async () => {
    const same = features([[1, 0], [2, 0], [0, 1], [3, 0]]); // prettier-ignore
    const { indices } = await nearestNeighbours(features([[1, 0]]), same, { k: 2 });
    expect([...indices]).toEqual([0, 1]);
    expect([...(await nearestNeighbours(features([[1, 0]]), same, { k: 4 })).indices]).toEqual([0, 1, 3, 2]);
  });

  test('leave a feature itself out when it is asked for among its own', async () => {
    const known = clouds(300, 3, 1, 1);
    const { indices } = await nearestNeighbours(known, known, { k: 3, leaveOutSelf: true });
    for (let i = 0; i < known.n; i++) expect([...indices.slice(3 * i, 3 * i + 3)]).not.toContain(i);
    await expect(nearestNeighbours(known, known, { k: 300, leaveOutSelf: true })).rejects.toThrow(
      '1 to the 299',
    );
  });

  test('vote with exp(similarity / τ)', async () => {
    const train = features([[1, 0], [1, 1], [1, 1.01]], [0, 1, 1]); // prettier-ignore
    const query = features([[1, 0.3]], [0]);
    // Similarities 0.958, 0.880, 0.877: two far ones outvote a near one at a high temperature alone.
    expect([...(await neighbourProbe(train, query, { temperature: 0.07 })).predictions]).toEqual([0]);
    expect([...(await neighbourProbe(train, query, { temperature: 0.5 })).predictions]).toEqual([1]);
    expect([...(await neighbourProbe(train, query, { temperature: 0.5, k: 1 })).predictions]).toEqual([0]);
    await expect(neighbourProbe(train, query, { temperature: 0 })).rejects.toThrow('above 0, not 0');
  });
});

describe('few labels', () => {
  test('are as many of each class as asked for, all where there are fewer', () => {
    const labels = Int32Array.from([0, 0, 0, 0, 1, 1, 2]);
    const chosen = [...fewOfEachClass(labels, 2)];
    expect([0, 1, 2].map((own) => chosen.filter((i) => labels[i] === own).length)).toEqual([2, 2, 1]);
    expect([...chosen].sort((a, b) => a - b)).toEqual(chosen);
    expect(
      new Set([1, 2, 3, 4, 5].map((seed) => fewOfEachClass(labels, 2, seed).join())).size,
    ).toBeGreaterThan(1);
  });
});
