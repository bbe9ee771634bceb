import {
  add,
  argMax,
  grad,
  leavesOf,
  mean,
  random,
  softmaxCrossEntropy,
  square,
  start,
  sum,
  tensor,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlp } from '../nets/mlp.ts';
import { evaluationPass, trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { checkGradient } from '../testing/check-gradient.ts';
import { adamW } from '../train/adam-w.ts';
import { constantRate } from '../train/schedule.ts';
import { beginTraining, train } from '../train/training.ts';
import {
  aggregate,
  distillationLoss,
  jointLabels,
  sla,
  unturned,
  type SlaMode,
  type SlaOptions,
} from './sla.ts';

beforeAll(() => start());

describe('joint labels', () => {
  test('say class and turn, in the order of the turned images', () => {
    expect([...jointLabels(tensor(Int32Array.of(2, 0))).dataNow<'int32'>()]).toEqual([
      8, 0, 9, 1, 10, 2, 11, 3,
    ]);
  });

  test('are put together by the mean of each turn’s own score', () => {
    // Two images, three classes: the score of class k and turn t of image i turned by r is made out of all four.
    const score = (r: number, i: number, k: number, t: number): number =>
      100 * r + 10 * i + 3 * k + 0.5 * t * t;
    const rows = [0, 1, 2, 3].flatMap((r) =>
      [0, 1].map((i) => [0, 1, 2].flatMap((k) => [0, 1, 2, 3].map((t) => score(r, i, k, t)))),
    );
    const expected = [0, 1].flatMap((i) =>
      [0, 1, 2].map((k) => [0, 1, 2, 3].reduce((total, r) => total + score(r, i, k, r) / 4, 0)),
    );
    expect([...aggregate(tensor(rows)).dataNow()]).toEqual(expected.map((value) => expect.closeTo(value, 4)));
    expect([...unturned(tensor(rows.slice(0, 2))).dataNow()]).toEqual(
      [0, 1].flatMap((i) => [0, 1, 2].map((k) => score(0, i, k, 0))),
    );
  });
});

describe('self-distillation', () => {
  test('costs nothing where the student says what the teacher does, and the divergence elsewhere', () => {
    const teacher = tensor([[0, Math.log(3)]]);
    expect(distillationLoss(teacher, add(teacher, 5), 1).item()).toBeCloseTo(0, 5);
    // KL((¼, ¾) ‖ (½, ½))
    const divergence = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
    expect(distillationLoss(teacher, tensor([[1, 1]]), 1).item()).toBeCloseTo(divergence, 5);
  });

  test('teaches the student alone', () => {
    const [teacher, student] = [random.normal(random.key(1), [3, 4]), random.normal(random.key(2), [3, 4])];
    checkGradient((s: Tensor) => distillationLoss(teacher, s, 2), student);
    const gradient = grad((t: Tensor) => add(distillationLoss(t, student, 2), mean(t)))(teacher);
    expect([...gradient.dataNow()]).toEqual(Array.from({ length: 12 }, () => expect.closeTo(1 / 12, 6)));
  });
});

describe('SLA', () => {
  const encoder = mlp([4, 4, 1], { hidden: [12], gives: 8 });
  const data = { size: 8, classes: 3 };
  const images = () => random.normal(random.key(4), [8, 4, 4, 1]);
  const labels = Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1);
  const batch = () => ({
    views: [images()],
    labels: tensor(labels),
    indices: tensor(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7)),
  });
  const made = (mode: SlaMode, more: Partial<SlaOptions> = {}) =>
    sla.learner(encoder, { ...sla.defaults, mode, ...more }, data);
  const pass = () => trainingPass(random.key(2), new RunningMoments());
  const moment = { step: 1, steps: 1 };

  test.each(['sla', 'sla-sd', 'plain', 'augmentation', 'multi-task'] as const)(
    '%s learns all that it has, by its gradient',
    (mode) => {
      const { init, loss } = made(mode);
      const parameters = init(random.key(1));
      const lossOf = (p: typeof parameters): Tensor => loss(p, {}, batch(), pass(), moment)[0];
      const gradients = grad(lossOf)(parameters);
      for (const [place, leaf] of leavesOf(gradients as never))
        expect(sum(square(leaf as Tensor)).item(), place).toBeGreaterThan(0);
      // A teacher is a constant to the gradient and not to differences.
      if (mode !== 'sla-sd') checkGradient(lossOf, parameters, { step: 5e-3 });
    },
  );

  test('adds up self-distillation as the paper does', () => {
    const { init, loss, classify } = made('sla-sd', { distillationLabels: 0.5 });
    const parameters = init(random.key(1));
    const [total, { readings = {} }] = loss(parameters, {}, batch(), pass(), moment);
    const { single, aggregated } = classify?.(parameters, images(), evaluationPass()) as {
      single: Tensor;
      aggregated: Tensor;
    };
    const own = mean(softmaxCrossEntropy(single, tensor(labels))).item();
    const distilled = distillationLoss(aggregated, single, 1).item();
    expect(readings['distillation']?.item()).toBeCloseTo(distilled, 4);
    expect(total.item()).toBeCloseTo((readings['joint']?.item() ?? NaN) + distilled + 0.5 * own, 4);
  });

  test('begins near the logarithm of how many joint classes there are', () => {
    const { init, loss } = made('sla');
    const first = loss(init(random.key(1)), {}, batch(), pass(), moment)[0].item();
    expect(Math.abs(first - Math.log(3 * 4))).toBeLessThan(1.5);
  });

  test.each(['sla', 'sla-sd'] as const)('%s learns eight images by heart, from every side', async (mode) => {
    const plan = {
      learner: made(mode),
      batches: { perEpoch: 1, at: batch },
      optimiser: adamW(),
      schedule: constantRate(0.02),
      steps: 60,
      seed: 1,
    };
    const state = beginTraining(plan);
    for await (const { loss } of train(plan, state)) expect(loss).toBeGreaterThan(0);
    const answers = plan.learner.classify?.(state.parameters, images(), evaluationPass()) ?? {};
    expect(Object.keys(answers)).toEqual(['single', 'aggregated']);
    for (const logits of Object.values(answers))
      expect([...argMax(logits).dataNow<'int32'>()]).toEqual([...labels]);
  });

  test('says what is missing', () => {
    expect(() => made('slb' as never)).toThrow(/mode is one of sla, sla-sd, plain/);
    expect(() => sla.learner(encoder, sla.defaults, { size: 8, classes: 0 })).toThrow('the data have 0');
    const { init, loss } = made('sla');
    const { views, indices } = batch();
    expect(() => loss(init(random.key(1)), {}, { views, indices }, pass(), moment)).toThrow(
      'the batch has no labels',
    );
  });
});
