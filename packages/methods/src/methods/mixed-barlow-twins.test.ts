import {
  add,
  gather,
  grad,
  leavesOf,
  mul,
  random,
  range,
  cast,
  square,
  start,
  sum,
  tensor,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlp } from '../nets/mlp.ts';
import { trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { checkGradient } from '../testing/check-gradient.ts';
import { crossCorrelation, standardise } from './barlow-twins.ts';
import { mixedBarlowTwins, mixedCorrelationLoss } from './mixed-barlow-twins.ts';

beforeAll(() => start());

const batch = (seed: number, n = 6, d = 3): Tensor => random.normal(random.key(seed), [n, d]);
const order = (): Tensor => tensor(Int32Array.of(4, 2, 0, 5, 1, 3));

describe('the regulariser of mixed cross-correlations', () => {
  test('is 0 where embeddings mix as inputs do', () => {
    const [a, b] = [batch(1), batch(2)];
    const mixed = add(mul(0.3, a), mul(0.7, gather(b, order())));
    expect(mixedCorrelationLoss(a, b, mixed, order(), 0.3).item()).toBeCloseTo(0, 6);
    expect(mixedCorrelationLoss(a, b, mixed, order(), 0.6).item()).toBeGreaterThan(0.01);
  });

  test('is what the four cross-correlations give, each on its own', () => {
    const [a, b, mixed] = [batch(1), batch(2), batch(3)].map(standardise) as [Tensor, Tensor, Tensor];
    const shuffled = gather(b, order());
    const alpha = 0.4;
    const term = (view: Tensor): number => {
      const expected = add(
        mul(alpha, crossCorrelation(a, view)),
        mul(1 - alpha, crossCorrelation(shuffled, view)),
      );
      return sum(square(add(crossCorrelation(mixed, view), mul(-1, expected)))).item();
    };
    expect(mixedCorrelationLoss(a, b, mixed, order(), alpha).item()).toBeCloseTo(term(a) + term(b), 4);
  });

  test('has the gradient that differences give', () => {
    checkGradient(
      ([a, b, mixed]: [Tensor, Tensor, Tensor]) => mixedCorrelationLoss(a, b, mixed, order(), 0.4),
      [batch(1), batch(2), batch(3)],
    );
  });
});

describe('Mixed Barlow Twins', () => {
  const encoder = mlp([3], { hidden: [5], gives: 4 });
  const options = { ...mixedBarlowTwins.defaults, headWidth: 6, gives: 4 };
  const views = (): Tensor[] => [batch(1), batch(2)];
  const run = (chosen: typeof options, key = 5) => {
    const { init, state, loss } = mixedBarlowTwins.learner(encoder, chosen, { size: 6, classes: 0 });
    const parameters = init(random.key(1));
    const pass = trainingPass(random.key(key), new RunningMoments());
    const indices = cast(range(0, 6), 'int32');
    const lossOf = (p: typeof parameters) =>
      loss(p, state(p, random.key(2)), { views: views(), indices }, pass, { step: 1, steps: 1 });
    return { parameters, lossOf };
  };

  test('adds its parts up as it says', () => {
    const { parameters, lossOf } = run({ ...options, redundancy: 0.5, mixing: 3 });
    const [loss, { readings = {} }] = lossOf(parameters);
    const part = (name: string): number => readings[name]?.item() ?? NaN;
    const expected = part('invariance') + 0.5 * part('redundancy') + 1.5 * part('mixing');
    expect(loss.item()).toBeCloseTo(expected, 4);
    expect(part('mixing')).toBeGreaterThan(0);
  });

  test('mixes in another way at another step, and in the same way at the same one', () => {
    const lossAt = (key: number): number => {
      const { parameters, lossOf } = run(options, key);
      return lossOf(parameters)[0].item();
    };
    expect(lossAt(5)).toBe(lossAt(5));
    expect(lossAt(5)).not.toBe(lossAt(6));
  });

  test('teaches every parameter of encoder and head', () => {
    const { parameters, lossOf } = run(options);
    const gradients = grad((p: typeof parameters) => lossOf(p)[0])(parameters);
    for (const [place, leaf] of leavesOf(gradients as never))
      if (!place.endsWith('shift')) expect(sum(square(leaf as Tensor)).item(), place).toBeGreaterThan(0);
  });

  test('refuses inputs that cannot be mixed', () => {
    const { loss, init } = mixedBarlowTwins.learner(mlp([3], { hidden: [], gives: 2 }), options, {
      size: 2,
      classes: 0,
    });
    const tokens = tensor(Int32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    const pass = trainingPass(random.key(1), new RunningMoments());
    const indices = tensor(Int32Array.of(0, 1));
    expect(() =>
      loss(init(random.key(1)), {}, { views: [tokens, tokens], indices }, pass, { step: 1, steps: 1 }),
    ).toThrow(/float32 numbers, not int32/);
  });
});
