import { methods, OptionError, train, beginTraining } from '@broadsheet/methods';
import { dispose, scope, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, expect, it } from 'vitest';
import type { RunWish } from './messages.ts';
import { planRun } from './plan-run.ts';

const n = 32;
const labels = Int32Array.from({ length: n }, (_, i) => i % 10);
let images: Tensor;
beforeAll(async () => {
  await start();
  images = tensor(
    Uint8Array.from({ length: n * 784 }, (_, i) => (i * 2_654_435_761) >>> 24),
    [n, 28, 28, 1],
  );
});

const wish: RunWish = {
  method: 'simclr',
  options: { headWidth: 16, gives: 8 },
  encoder: 'mlp',
  epochs: 2,
  batch: 8,
  learningRate: 0.001,
  seed: 3,
  backend: 'wasm',
};

it('makes of epochs as many steps as batches are full', () => {
  const { plan, encoder } = planRun({ ...wish, batch: 10 }, images, labels);
  expect([plan.steps, plan.batches.perEpoch, plan.seed]).toEqual([6, 3, 3]);
  expect(encoder.takes).toEqual([28, 28, 1]);
});

const ofImages = methods.filter(({ id }) => id !== 't-jepa');

it.each(ofImages.map(({ id }) => id))('gives %s the batches that it needs', async (method) => {
  const { plan } = planRun({ ...wish, method, options: {} }, images, labels);
  const state = beginTraining({ ...plan, steps: 1 });
  const reports = [];
  for await (const report of train({ ...plan, steps: 1 }, state)) reports.push(report);
  expect(reports).toHaveLength(1);
  expect(reports[0]?.loss).toSatisfy(Number.isFinite);
  dispose({ ...state.parameters });
});

it('gives the same first views to every method with as many, for the same seed', async () => {
  const first = (method: string): Promise<Float32Array>[] => {
    const { plan } = planRun({ ...wish, method, options: {} }, images, labels);
    const batch = scope(() => plan.batches.at(1, [1, 2]));
    return batch.views.map((view) => view.data());
  };
  const [one, other] = await Promise.all([Promise.all(first('simclr')), Promise.all(first('barlow-twins'))]);
  expect(one).toEqual(other);
});

it('says what is wrong with a wish', () => {
  const plan = (change: Partial<RunWish>) => () => planRun({ ...wish, ...change }, images, labels);
  expect(plan({ method: 'simclear' })).toThrow('There is no method simclear. There are: simclr,');
  expect(plan({ options: { temprature: 1 } })).toThrow(OptionError);
  expect(plan({ options: { temperature: -1 } })).toThrow(/temperature is a number above 0/);
  expect(plan({ batch: 64 })).toThrow('do not fill one batch of 64');
});
