import {
  add,
  gather,
  leavesOf,
  log,
  mean,
  mul,
  random,
  start,
  sub,
  sum,
  zeros,
  type Backend,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { learner, type Learner } from '../methods/method.ts';
import { simclr } from '../methods/simclr.ts';
import { mlp } from '../nets/mlp.ts';
import { inside } from '../nets/pass.ts';
import { shuffledBatches } from '../views/batches.ts';
import { adamW, weightsOf } from './adam-w.ts';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { moveTowards } from './move-towards.ts';
import { constantRate, warmUpCosine } from './schedule.ts';
import { sgd } from './sgd.ts';
import { beginTraining, DivergenceError, train, type TrainingPlan, type TrainingState } from './training.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await start();
});

const size = 24;

/** SimCLR of a small net with batch norm on a few noisy points. */
function smallPlan(over: Partial<TrainingPlan> = {}): TrainingPlan {
  const points = random.normal(random.key(9), [size, 4]);
  const encoder = mlp([4], { hidden: [8], gives: 6, batchNorm: true });
  return {
    learner: simclr.learner(encoder, { ...simclr.defaults, headWidth: 8, gives: 4 }, { size, classes: 0 }),
    batches: shuffledBatches({
      size,
      batch: 8,
      views: (indices, key) =>
        random.split(key).map((own) => add(gather(points, indices), random.normal(own, [8, 4], 0, 0.1))),
    }),
    optimiser: adamW({ weightDecay: 1e-4 }),
    schedule: warmUpCosine({ peak: 0.01, steps: 20, warmUp: 4 }),
    steps: 20,
    seed: 3,
    ...over,
  };
}

/** Every number of a state, by its place. */
function bitsOf({ parameters, memory, moments, step }: TrainingState): Record<string, number[]> {
  const trees = { parameters, memory, moments: moments.toTree() };
  const leaves = leavesOf(trees).map(([place, leaf]) => [place, [...weightsOf(leaf).dataNow()]] as const);
  return { ...Object.fromEntries(leaves), step: [step] };
}

async function losses(plan: TrainingPlan, state: TrainingState, most = Infinity): Promise<number[]> {
  const found: number[] = [];
  if (most > 0)
    for await (const { loss } of train(plan, state)) {
      found.push(loss);
      if (found.length === most) break;
    }
  return found;
}

describe('training', () => {
  test('makes the loss small, and reports every step once', async () => {
    const plan = smallPlan({ steps: 60, schedule: constantRate(0.01) });
    const state = beginTraining(plan);
    const found = await losses(plan, state);
    expect(found).toHaveLength(60);
    expect(state.step).toBe(60);
    const early = found.slice(0, 10).reduce((a, b) => a + b) / 10;
    const late = found.slice(-10).reduce((a, b) => a + b) / 10;
    expect(late).toBeLessThan(early - 0.2);
  });

  test('gives the same bits for the same seed, and others for another', async () => {
    const run = async (seed: number): Promise<Record<string, number[]>> => {
      const plan = smallPlan({ seed });
      const state = beginTraining(plan);
      await losses(plan, state);
      return bitsOf(state);
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  test('that was stopped and saved goes on to the same bits as one that was not', async () => {
    const plan = smallPlan();
    const whole = beginTraining(plan);
    const curve = await losses(plan, whole);
    const stopped = beginTraining(plan);
    const before = await losses(plan, stopped, 7);
    const bytes = await saveCheckpoint(plan, stopped);
    const again = smallPlan();
    const resumed = loadCheckpoint(again, bytes);
    expect(resumed.step).toBe(stopped.step);
    expect(bitsOf(resumed)).toEqual(bitsOf(stopped));
    expect([...before, ...(await losses(again, resumed))].slice(-13)).toEqual(curve.slice(-13));
    expect(bitsOf(resumed)).toEqual(bitsOf(whole));
  });

  test('that diverges names the step, the operation and the likely cause', async () => {
    const plan = smallPlan({
      learner: learner<{ encoder: { w: Tensor } }, Record<string, never>>({
        init: () => ({ encoder: { w: zeros([2]) } }),
        state: () => ({}),
        // 1 - w falls by the rate over itself at every step, until there is no logarithm of it.
        loss: ({ encoder }) => [sum(log(sub(1, encoder.w))), {}],
      }),
      optimiser: sgd({ momentum: 0 }),
      schedule: constantRate(0.45),
    });
    const state = beginTraining(plan);
    const failure = await losses(plan, state).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(DivergenceError);
    const { message, step } = failure as DivergenceError;
    expect(step).toBeGreaterThan(1);
    expect(message).toContain(`Step ${step}: the loss is`);
    expect(message).toMatch(/log/);
    expect(message).toMatch(/learning rate \(0\.450 here\) is too high/);
    expect(state.step).toBe(step - 1);
  });

  test(
    'of 2,000 steps takes no byte more, with state, readings and batch norm',
    { timeout: 60_000 },
    async () => {
      const encoder = mlp([4], { hidden: [4], gives: 3, batchNorm: true });
      type P = { encoder: ReturnType<typeof encoder.init> };
      const teaching: Learner = learner<P, { teacher: P }>({
        init: (key: Key) => ({ encoder: encoder.init(key) }),
        state: (_, key) => ({ teacher: { encoder: encoder.init(key) } }),
        loss(parameters, { teacher }, { views }, pass) {
          const [x] = views as [Tensor];
          const difference = sub(
            encoder.run(parameters.encoder, x, inside(pass, 'encoder')),
            encoder.run(teacher.encoder, x, inside(pass, 'teacher')),
          );
          const loss = mean(mul(difference, difference));
          return [loss, { readings: { loss, twice: mul(2, loss) }, remembered: { difference } }];
        },
        afterStep: (parameters, state) => moveTowards(state.teacher, parameters, 0.9),
      });
      const plan = smallPlan({ learner: teaching, steps: 2000, schedule: constantRate(1e-3) });
      const state = beginTraining(plan);
      await losses(plan, state, 10);
      const { usedBytes, storages } = backend.memory();
      await losses(plan, state);
      expect(state.step).toBe(2000);
      expect(backend.memory()).toMatchObject({ usedBytes, storages });
    },
  );
});

describe('checkpoints', () => {
  test('of another seed are refused', async () => {
    const plan = smallPlan();
    const bytes = await saveCheckpoint(plan, beginTraining(plan));
    expect(() => loadCheckpoint(smallPlan({ seed: 4 }), bytes)).toThrow('of seed 3, and the run has seed 4');
  });

  test('of another net are refused, by the name of what differs, and leave nothing behind', async () => {
    const plan = smallPlan();
    const bytes = await saveCheckpoint(plan, beginTraining(plan));
    const encoder = mlp([4], { hidden: [9], gives: 6, batchNorm: true });
    const other = simclr.learner(
      encoder,
      { ...simclr.defaults, headWidth: 8, gives: 4 },
      { size, classes: 0 },
    );
    const wider = smallPlan({ learner: other });
    const refuse = (): void =>
      expect(() => loadCheckpoint(wider, bytes)).toThrow(/encoder\.0\.linear\.weights/);
    refuse();
    const { usedBytes } = backend.memory();
    refuse();
    expect(backend.memory().usedBytes).toBe(usedBytes);
  });

  test('of another optimiser are refused', async () => {
    const plan = smallPlan({ optimiser: sgd() });
    const bytes = await saveCheckpoint(plan, beginTraining(plan));
    expect(() => loadCheckpoint(smallPlan(), bytes)).toThrow(/memory\.0/);
  });

  test('that are cut off, or say no step, are refused', async () => {
    const plan = smallPlan();
    const state = beginTraining(plan);
    const bytes = await saveCheckpoint(plan, state);
    expect(() => loadCheckpoint(plan, bytes.subarray(0, bytes.length - 1))).toThrow();
    const broken = await saveCheckpoint(plan, { ...state, step: Number.NaN });
    expect(() => loadCheckpoint(plan, broken)).toThrow('does not say at which step');
  });
});
