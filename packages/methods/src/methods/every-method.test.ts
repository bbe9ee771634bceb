import { add, dispose, random, scope, start, zeros } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { featureTransformer } from '../nets/feature-transformer.ts';
import { mlp } from '../nets/mlp.ts';
import type { Net } from '../nets/net.ts';
import { evaluationPass } from '../nets/pass.ts';
import { adamW } from '../train/adam-w.ts';
import { loadCheckpoint, saveCheckpoint } from '../train/checkpoint.ts';
import { constantRate } from '../train/schedule.ts';
import { beginTraining, train, type TrainingPlan, type TrainingState } from '../train/training.ts';
import { shuffledBatches } from '../views/batches.ts';
import { methods } from './catalogue.ts';
import { needsOf, type Method } from './method.ts';
import { parseOptions } from './parse-options.ts';

let memory: () => number;
beforeAll(async () => {
  const backend = await start();
  memory = () => backend.memory().usedBytes;
  // The engine keeps some numbers that it was given as tensors, up to a bound; a mix or a momentum is another one each step.
  scope(() => Array.from({ length: 300 }, (_, i) => add(zeros([1]), i + 0.123)));
});

/** Sizes that take no time; the rest are the defaults. */
const small: Readonly<Record<string, number>> = {
  headWidth: 12,
  gives: 8,
  temperatureWidth: 8,
  predictorWidth: 8,
  predictorLayers: 1,
  batch: 8,
};

const size = 32;

function planOf(method: Method, steps: number): TrainingPlan {
  const own = Object.entries(small).filter(([name]) => Object.hasOwn(method.describes, name));
  const options = parseOptions(method, Object.fromEntries(own));
  const table = method.id === 't-jepa';
  const encoder = (table
    ? featureTransformer({ numeric: 6, categories: [] }, { width: 8, layers: 1, heads: 2, hidden: 8 })
    : mlp([4, 4, 1], { hidden: [12], gives: 8, batchNorm: true })) as unknown as Net;
  const shape = table ? [6] : [4, 4, 1];
  const needs = needsOf(method, options);
  const labels = Int32Array.from({ length: size }, (_, i) => i % 3);
  const batches = shuffledBatches({
    ...{ size, batch: 8, labels },
    views: (indices, key) =>
      Array.from({ length: needs.views }, (_, view) =>
        random.normal(random.fold(key, view), [indices.size, ...shape], 0.5),
      ),
  });
  return {
    learner: method.learner(encoder, options, { size, classes: 3 }),
    ...{ batches, optimiser: adamW(), schedule: constantRate(1e-3), steps, seed: 3 },
  };
}

async function run(plan: TrainingPlan, state: TrainingState, until = plan.steps): Promise<number[]> {
  const losses: number[] = [];
  for await (const { step, loss } of train(plan, state)) {
    losses.push(loss);
    if (step === until) break;
  }
  return losses;
}

describe.each(methods.map((method) => [method.id, method] as const))('%s', (_, method) => {
  test('resumed from a checkpoint goes on with the same bits', async () => {
    const plan = planOf(method, 6);
    const whole = await run(plan, beginTraining(plan));
    const first = beginTraining(plan);
    const before = await run(plan, first, 3);
    const resumed = loadCheckpoint(plan, await saveCheckpoint(plan, first));
    expect([...before, ...(await run(plan, resumed))]).toEqual(whole);
    expect(whole).toHaveLength(6);
  });

  test('takes no more memory from step to step', async () => {
    const plan = planOf(method, 40);
    const state = beginTraining(plan);
    const seen: number[] = [];
    for await (const { step } of train(plan, state)) if (step % 10 === 0) seen.push(memory());
    expect(new Set(seen).size).toBe(1);
    dispose({ ...state.parameters });
  });

  test('changes neither parameters nor state in its loss', async () => {
    const plan = planOf(method, 2);
    const state = beginTraining(plan);
    await run(plan, state, 1);
    const kept = await saveCheckpoint(plan, state);
    const [pass, batch] = [random.key(1), plan.batches.at(2, random.key(2))];
    const at = { step: 2, steps: 2 };
    const [loss] = plan.learner.loss(
      state.parameters,
      state.state,
      batch,
      { ...evaluationPass(), key: pass },
      at,
    );
    expect(Number.isFinite(loss.item())).toBe(true);
    expect(await saveCheckpoint(plan, state)).toEqual(kept);
  });
});

test('the sizes above are those of options that there are', () => {
  const known = new Set(methods.flatMap(({ describes }) => Object.keys(describes)));
  expect(Object.keys(small).filter((name) => !known.has(name))).toEqual([]);
});
