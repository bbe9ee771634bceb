import {
  grad,
  leavesOf,
  random,
  square,
  start,
  sum,
  tensor,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { featureTransformer } from '../nets/feature-transformer.ts';
import { mlp } from '../nets/mlp.ts';
import { trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { checkGradient } from '../testing/check-gradient.ts';
import { adamW } from '../train/adam-w.ts';
import { constantRate } from '../train/schedule.ts';
import { beginTraining, train } from '../train/training.ts';
import { draw } from '../views/draw.ts';
import type { Batch } from './method.ts';
import { drawMasks, targetMomentum, tJepa } from './t-jepa.ts';

beforeAll(() => start());

const options = { ...tJepa.defaults, predictorWidth: 8, predictorHeads: 2, predictorLayers: 1, targets: 2 };
const encoder = featureTransformer(
  { numeric: 6, categories: [] },
  { width: 8, layers: 1, heads: 2, hidden: 12 },
);
const data = { size: 100, classes: 0 };

/** Six columns, of which each two say the same but for noise. */
function rowsOf(n: number, seed: number): Tensor {
  const by = draw(random.key(seed));
  return tensor(
    Array.from({ length: n }, () => {
      const hidden = [by.normal(), by.normal(), by.normal()];
      return [...hidden, ...hidden].map((value) => value + 0.1 * by.normal());
    }),
  );
}
const batchOf = (n: number, seed: number): Batch => ({
  views: [rowsOf(n, seed)],
  indices: tensor(Int32Array.from({ length: n }, (_, i) => i)),
});
const numbers = (tree: Parameters): number[] =>
  leavesOf(tree).flatMap(([, leaf]) => [...(leaf as Tensor).dataNow()]);

describe('masks', () => {
  test('show and ask for different columns, as many as the shares say', () => {
    for (let seed = 0; seed < 50; seed++) {
      const masks = drawMasks(draw(random.key(seed)), 3, 10, options);
      expect(masks.seen).toBeGreaterThanOrEqual(2);
      expect(masks.seen).toBeLessThanOrEqual(5);
      expect(masks.asked).toBeGreaterThanOrEqual(1);
      expect(masks.asked).toBeLessThanOrEqual(4);
      for (let i = 0; i < 3; i++) {
        const seen = new Set(masks.context.subarray(i * masks.seen, (i + 1) * masks.seen));
        expect(seen.size).toBe(masks.seen);
        for (const target of masks.targets) {
          const asked = new Set(target.subarray(i * masks.asked, (i + 1) * masks.asked));
          expect(asked.size).toBe(masks.asked);
          expect(seen.isDisjointFrom(asked)).toBe(true);
          for (const column of asked) expect(column).toBeLessThan(10);
        }
      }
    }
  });

  test('leave one column to ask for, whatever the shares say', () => {
    const { seen, asked } = drawMasks(draw(random.key(1)), 1, 2, {
      ...options,
      leastContext: 1,
      mostContext: 1,
    });
    expect([seen, asked]).toEqual([1, 1]);
    expect(() => drawMasks(draw(random.key(1)), 1, 1, options)).toThrow('these rows have 1');
  });
});

test('the target encoder follows less and less', () => {
  expect([1, 51, 101].map((step) => targetMomentum(0.9, { step, steps: 100 }))).toEqual(
    [0.9, 0.95, 1].map((value) => expect.closeTo(value, 9)),
  );
});

describe('T-JEPA', () => {
  const made = tJepa.learner(encoder, options, data);
  const pass = (key = 3) => trainingPass(random.key(key), new RunningMoments());
  const moment = { step: 1, steps: 10 };

  test('has the gradient that differences give, and teaches every parameter but none of the target', () => {
    const parameters = made.init(random.key(1));
    const state = made.state(parameters, random.key(2));
    const lossOf = (p: typeof parameters): Tensor => made.loss(p, state, batchOf(5, 1), pass(), moment)[0];
    checkGradient(lossOf, parameters);
    const gradients = grad(lossOf)(parameters);
    // What shifts all keys alike changes no softmax.
    for (const [place, leaf] of leavesOf(gradients as never))
      if (!place.endsWith('key.shift')) expect(sum(square(leaf as Tensor)).item(), place).toBeGreaterThan(0);
  });

  test('asks for other columns at another step', () => {
    const parameters = made.init(random.key(1));
    const state = made.state(parameters, random.key(2));
    const at = (key: number): number =>
      made.loss(parameters, state, batchOf(5, 1), pass(key), moment)[0].item();
    expect(at(3)).toBe(at(3));
    expect(at(3)).not.toBe(at(4));
  });

  test('begins with the encoder as its target, and moves it by the momentum', () => {
    const parameters = made.init(random.key(1));
    const state = made.state(parameters, random.key(2)) as { target: Parameters };
    expect(numbers(state.target)).toEqual(numbers(parameters.encoder));
    const other = made.init(random.key(9));
    const expected = numbers(state.target).map(
      (old, i) => 0.996 * old + 0.004 * (numbers(other.encoder)[i] as number),
    );
    made.afterStep?.(other, state, {}, batchOf(2, 1), moment);
    numbers(state.target).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 5));
  });

  test('learns to say of a column what another one says of it, and does not collapse', async () => {
    const batches = { perEpoch: 10, at: (step: number) => batchOf(64, step) };
    const plan = {
      learner: made,
      batches,
      optimiser: adamW(),
      schedule: constantRate(3e-3),
      steps: 150,
      seed: 1,
    };
    const state = beginTraining(plan);
    const losses: number[] = [];
    let spread = 0;
    for await (const { loss, readings } of train(plan, state)) {
      losses.push(loss);
      spread = readings['spread'] ?? NaN;
    }
    const mean = (part: readonly number[]): number => part.reduce((a, b) => a + b) / part.length;
    expect(mean(losses.slice(-20))).toBeLessThan(0.6 * mean(losses.slice(0, 5)));
    expect(spread).toBeGreaterThan(0.1);
  });

  test('says what does not fit', () => {
    expect(() => tJepa.learner(mlp([6], { hidden: [], gives: 2 }), options, data)).toThrow(
      'take featureTransformer',
    );
    expect(() => tJepa.learner(encoder, { ...options, leastTarget: 0.9 }, data)).toThrow(
      'leastTarget (0.9) is above',
    );
    expect(() => tJepa.learner(encoder, { ...options, predictorHeads: 3 }, data)).toThrow(
      'divided by predictorHeads (3)',
    );
  });
});
