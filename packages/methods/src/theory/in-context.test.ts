import {
  grad,
  mean,
  mul,
  random,
  scope,
  square,
  start,
  sub,
  tensor,
  zeros,
  matmul,
  transpose,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { bestRate, inContextExperiment } from './in-context-experiment.ts';
import {
  attentionPrediction,
  gradientDescentAttention,
  gradientDescentPrediction,
  initLinearAttention,
  linearAttention,
  linearTasks,
} from './linear-attention.ts';

let memory: () => number;
beforeAll(async () => {
  const backend = await start();
  memory = () => backend.memory().usedBytes;
});

describe('the construction', () => {
  test.each([
    [3, 1],
    [4, 2],
  ])('of %d inputs and %d outputs says what one step of gradient descent does', (inputs, outputs) => {
    const given = linearTasks(random.key(1), { tasks: 5, examples: 6, inputs, outputs });
    const said = attentionPrediction(gradientDescentAttention(inputs, outputs, 6, 0.7), given).dataNow();
    const descended = gradientDescentPrediction(given, 0.7).dataNow();
    expect(said).toHaveLength(5 * outputs);
    said.forEach((value, i) => expect(value).toBeCloseTo(descended[i] as number, 5));
  });

  test('is a step along the engine’s own gradient of the examples’ squared error', () => {
    const given = linearTasks(random.key(2), { tasks: 1, examples: 8, inputs: 3 });
    const loss = (w: Tensor): Tensor => mul(0.5, mean(square(sub(matmul(given.x, transpose(w)), given.y))));
    const w = mul(-0.4, grad(loss)(zeros([1, 3])));
    const expected = matmul(given.query, transpose(w)).item();
    expect(attentionPrediction(gradientDescentAttention(3, 1, 8, 0.4), given).item()).toBeCloseTo(
      expected,
      5,
    );
  });

  test('changes the examples’ targets as well, by what their predictions became', () => {
    const tokens = tensor([[[1, 2], [3, 4]]]); // prettier-ignore
    const updated = linearAttention(gradientDescentAttention(1, 1, 2, 0.1), tokens).dataNow();
    // ΔW = 0.05·(1·2 + 3·4) = 0.7
    expect([...updated]).toEqual([1, 2 - 0.7, 3, 4 - 2.1].map((value) => expect.closeTo(value, 5)));
  });
});

describe('linear self-attention', () => {
  test('does not depend on the order of the examples', () => {
    const given = linearTasks(random.key(3), { tasks: 1, examples: 2, inputs: 2 });
    const layer = initLinearAttention(random.key(4), 3, 0.5);
    const said = attentionPrediction(layer, given).item();
    const swap = (x: Tensor): Tensor => matmul(tensor([[[0, 1], [1, 0]]]), x); // prettier-ignore
    expect(attentionPrediction(layer, { ...given, x: swap(given.x), y: swap(given.y) }).item()).toBeCloseTo(
      said,
      5,
    );
  });

  test('has the gradient that differences give', () => {
    const given = linearTasks(random.key(5), { tasks: 4, examples: 5, inputs: 2 });
    checkGradient(
      (layer: ReturnType<typeof initLinearAttention>) =>
        mean(square(sub(attentionPrediction(layer, given), given.answer))),
      initLinearAttention(random.key(6), 3, 0.6),
    );
  });
});

test('the best rate is a minimum', () => {
  const given = linearTasks(random.key(7), { tasks: 500, examples: 10, inputs: 4 });
  const rate = bestRate(given);
  const error = (at: number): number =>
    mean(square(sub(gradientDescentPrediction(given, at), given.answer))).item();
  expect(error(rate)).toBeLessThan(error(rate * 1.05));
  expect(error(rate)).toBeLessThan(error(rate * 0.95));
});

test('a trained layer becomes one step of gradient descent, and the experiment leaves no memory behind', () => {
  const options = { inputs: 3, examples: 8, tasks: 256, steps: 500, learningRate: 0.01, seed: 1, every: 250 };
  // What the engine makes once and keeps is made by now.
  scope(() => inContextExperiment({ ...options, steps: 1 }));
  const before = memory();
  const { curve, weightCosines } = scope(() => inContextExperiment(options));
  expect(memory()).toBe(before);
  expect(curve.map(({ step }) => step)).toEqual([0, 250, 500]);
  const [first, , last] = curve;
  expect(first?.trained).toBeGreaterThan(1.1 * (first?.gradientDescent ?? NaN));
  expect(Math.abs((last?.trained ?? NaN) / (last?.gradientDescent ?? NaN) - 1)).toBeLessThan(0.015);
  expect(last?.sensitivityCosine).toBeGreaterThan(0.99);
  expect(last?.predictionGap).toBeLessThan(0.3 * (first?.predictionGap ?? NaN));
  expect(last?.sensitivityGap).toBeLessThan(0.3 * (first?.sensitivityGap ?? NaN));
  expect(weightCosines.keyQuery).toBeGreaterThan(0.95);
  expect(weightCosines.projectionValue).toBeGreaterThan(0.95);
});
