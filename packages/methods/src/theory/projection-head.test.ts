import { random, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { layerSpectrum } from './layer-spectra.ts';
import { projectionHeadExperiment } from './projection-head-experiment.ts';
import { featureAfterLayer, spectralContrastiveLoss, trainLinearNet } from './projection-head-model.ts';

beforeAll(() => start());

const features = { variances: [4, 1, 0.5, 1], kept: [0.1, 0.9, 0.6, 0.01] };
const net = { ...features, widths: [4, 4], steps: 1500, learningRate: 0.04, start: 0.1, seed: 1 };

describe('the spectral contrastive loss', () => {
  test('of one direction is what the formula gives by hand', () => {
    // -2·w²·c⁺ + (w²·c)²
    expect(spectralContrastiveLoss(tensor([[3]]), tensor([0.5]), tensor([0.25])).item()).toBeCloseTo(
      -4.5 + 20.25,
      4,
    );
  });

  test('has the gradient that differences give', () => {
    const [c, positive] = [tensor([4, 1, 0.5]), tensor([0.4, 0.9, 0.3])];
    checkGradient(
      (w: Tensor) => spectralContrastiveLoss(w, c, positive),
      random.normal(random.key(1), [2, 3], 0, 0.5),
    );
  });
});

describe('features of a linear net', () => {
  test('go from their strength in the input to what augmentation keeps of them', () => {
    expect(featureAfterLayer(features, 4, 0, 2)).toEqual(
      [2, 1, Math.SQRT1_2, 1].map((x) => expect.closeTo(x, 9)),
    );
    expect(featureAfterLayer(features, 4, 2, 2)).toEqual(
      [0.1, 0.9, 0.6, 0.01].map((x) => expect.closeTo(Math.sqrt(x), 9)),
    );
    const [between] = featureAfterLayer(features, 4, 1, 2);
    expect(between).toBeCloseTo(Math.sqrt(2 * Math.sqrt(0.1)), 9);
    expect(featureAfterLayer(features, 2, 1, 2).map((x) => x > 0)).toEqual([false, true, true, false]);
  });

  test('are learnt as predicted, in each layer', () => {
    const { measured, predicted, loss } = trainLinearNet(net);
    measured.forEach((layer, i) =>
      layer.forEach((weight, j) => {
        // What augmentation hardly keeps is learnt last, if at all.
        if (j < 3)
          expect(weight / (predicted[i]?.[j] as number), `layer ${i}, feature ${j}`).toBeCloseTo(1, 1);
      }),
    );
    // The least loss is -Σρ².
    expect(loss).toBeCloseTo(-(0.01 + 0.81 + 0.36), 2);
  });

  test('need as many variances as shares, within their bounds', () => {
    expect(() => featureAfterLayer({ variances: [1], kept: [] }, 1, 1, 2)).toThrow('there are 1 and 0');
    expect(() => featureAfterLayer({ variances: [1], kept: [1.5] }, 1, 1, 2)).toThrow('at most 1');
    expect(() => trainLinearNet({ ...net, learningRate: 5, steps: 20 })).toThrow('a smaller learning rate');
  });
});

test('a probe for a disturbed feature does better before the head, one for a kept feature behind it', () => {
  const variances = [4, ...Array.from({ length: 8 }, () => 1)];
  const kept = [0.2, ...Array.from({ length: 8 }, () => 0.8)];
  const { tasks } = projectionHeadExperiment({
    net: { variances, kept, widths: [9, 9], steps: 1500, learningRate: 0.02, start: 0.2, seed: 1 },
    asked: [0, 1, 2, 3],
    examples: 8,
    tests: 500,
    repetitions: 40,
    ridge: 0.01,
  });
  const [disturbed, ...whole] = tasks.map(({ accuracies }) => accuracies as [before: number, behind: number]);
  expect(disturbed?.[0]).toBeGreaterThan((disturbed?.[1] ?? NaN) + 0.1);
  const mean = (which: 0 | 1): number => whole.reduce((total, task) => total + task[which] / whole.length, 0);
  expect(mean(1)).toBeGreaterThan(mean(0) + 0.005);
});

test('spectra are shares of the largest singular value of what varies', () => {
  const spectrum = layerSpectrum({ values: Float32Array.of(5, 3, 5, -3, 7, 0, 3, 0), n: 4, width: 2 });
  expect([...spectrum]).toEqual([1, Math.sqrt(8 / 18)].map((value) => expect.closeTo(value, 6)));
  expect(() => layerSpectrum({ values: Float32Array.of(2, 2), n: 2, width: 1 })).toThrow('do not vary');
});
