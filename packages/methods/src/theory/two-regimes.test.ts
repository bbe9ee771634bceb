import { random, start } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { accuracy } from '../evaluate/accuracy.ts';
import type { Features } from '../evaluate/features.ts';
import { classify } from '../evaluate/logistic-regression.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import { naiveBayes } from './naive-bayes.ts';
import { crossing, sizeToConverge, twoRegimes, type Regime } from './two-regimes.ts';

beforeAll(() => start());

const features = (rows: number[][], labels: number[]): Features => ({
  values: Float32Array.from(rows.flat()),
  n: rows.length,
  width: rows[0]?.length ?? 0,
  labels: Int32Array.from(labels),
});
const keys = (means: number, samples: number) => [random.key(means), random.key(samples)] as const;

describe('naive Bayes', () => {
  test('has the weights that are worked out by hand', () => {
    // Means (0, 1) and (4, 1); variances within classes 1 and 4.
    const model = naiveBayes(features([[-1, 3], [1, -1], [3, 3], [5, -1]], [0, 0, 1, 1]), { smoothing: 0 }); // prettier-ignore
    const share = Math.log(0.5);
    expect([...model.weights]).toEqual(
      [0, 4, 0.25, 0.25, share - 1 / 8, share - 8 - 1 / 8].map((w) => expect.closeTo(w, 9)),
    );
  });

  test('gives posteriors that Bayes’ rule gives', () => {
    const model = naiveBayes(features([[0], [2], [5], [7], [9]], [0, 0, 1, 1, 1]), { smoothing: 0 });
    const density = (x: number, mean: number): number => Math.exp(-((x - mean) ** 2) / (2 * 2));
    const score = (x: number, c: number): number =>
      x * (model.weights[c] as number) + (model.weights[2 + c] as number);
    for (const x of [1, 3, 4, 6]) {
      const odds = Math.exp(score(x, 1) - score(x, 0));
      expect(odds).toBeCloseTo((density(x, 7) * (4 / 7)) / (density(x, 1) * (3 / 7)), 8);
    }
  });

  test('gets on with a class that it never saw, a feature that never varies, and one example of each', async () => {
    const seen = features([[0, 3], [1, 3]], [0, 1]); // prettier-ignore
    const model = naiveBayes(seen, { classes: 3 });
    expect(model.weights.every(Number.isFinite)).toBe(true);
    expect([...(await classify(model, seen))]).toEqual([0, 1]);
  });

  test('does not depend on the order of examples, nor its answers on the scale of features', async () => {
    const mixture = gaussianMixture({ classes: 3, width: 4, n: 60, separation: 1 }, ...keys(1, 2));
    const answers = [...(await classify(naiveBayes(mixture), mixture))];
    const scaled = { ...mixture, values: mixture.values.map((x, at) => x * (at % 4 === 0 ? 100 : 0.5)) };
    expect([...(await classify(naiveBayes(scaled), scaled))]).toEqual(answers);
    expect(accuracy(answers, mixture.labels as Int32Array)).toBeGreaterThan(0.6);
  });
});

describe('two regimes', () => {
  const mixture = { classes: 2, width: 20, separation: 0.5 };

  test('where its assumption holds, naive Bayes is near its end with far fewer examples', async () => {
    const train = gaussianMixture({ ...mixture, n: 2000 }, ...keys(1, 2));
    const asked = gaussianMixture({ ...mixture, n: 1000 }, ...keys(1, 3));
    const regimes = await twoRegimes({
      train,
      test: asked,
      sizes: [20, 40, 80, 2000],
      repetitions: 3,
      seed: 1,
    });
    expect(regimes.map(({ size }) => size)).toEqual([20, 40, 80, 2000]);
    const gap = ({ logistic, naiveBayes: own }: Regime): number => logistic.mean - own.mean;
    expect(gap(regimes[1] as Regime)).toBeGreaterThan(0.01);
    expect(Math.abs(gap(regimes[3] as Regime))).toBeLessThan(0.02);
    expect(sizeToConverge(regimes, 'naiveBayes', 0.03)).toBeLessThan(
      sizeToConverge(regimes, 'logistic', 0.03) as number,
    );
  });

  test('where features share their noise, logistic regression wins in the end', async () => {
    // These classes differ along what features share, as most pairs do.
    const shared = { ...mixture, separation: 0.15, common: 0.9 };
    const train = gaussianMixture({ ...shared, n: 3000 }, ...keys(7, 5));
    const asked = gaussianMixture({ ...shared, n: 1000 }, ...keys(7, 6));
    const [, end] = await twoRegimes({ train, test: asked, sizes: [10, 3000], repetitions: 2, seed: 1 });
    expect(end?.logistic.mean).toBeLessThan((end?.naiveBayes.mean ?? NaN) - 0.02);
  });

  test('cross where logistic regression stays the better one', () => {
    const regime = (size: number, own: number, other: number): Regime => ({
      size,
      naiveBayes: { all: [own], mean: own },
      logistic: { all: [other], mean: other },
    });
    expect(
      crossing([regime(1, 0.3, 0.5), regime(2, 0.3, 0.2), regime(4, 0.2, 0.3), regime(8, 0.2, 0.1)]),
    ).toBe(8);
    expect(crossing([regime(1, 0.3, 0.5), regime(2, 0.3, 0.3)])).toBeNull();
    expect(crossing([regime(1, 0.3, 0.1), regime(2, 0.3, 0.2)])).toBe(1);
  });

  test('refuses more than there are', async () => {
    const train = gaussianMixture({ ...mixture, n: 10 }, ...keys(1, 2));
    await expect(twoRegimes({ train, test: train, sizes: [11], repetitions: 1, seed: 1 })).rejects.toThrow(
      'a size of 11 is not within 1 and 10',
    );
  });
});
