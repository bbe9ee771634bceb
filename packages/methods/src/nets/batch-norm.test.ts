import { random, scope, start, sum, tensor, tanh, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { initBatchNorm, normaliseBatch } from './batch-norm.ts';
import { evaluationPass, inside, trainingPass } from './pass.ts';
import { RunningMoments } from './running-moments.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const close = (wanted: readonly number[]): number[] =>
  wanted.map((value) => expect.closeTo(value, 4) as number);

describe('batch norm', () => {
  const x = (): Tensor => tensor([[1, 10], [3, 30]]); // prettier-ignore

  test("normalises by the batch's moments in training, and remembers them as they are at first", () => {
    const moments = new RunningMoments();
    const y = normaliseBatch(initBatchNorm(2), x(), inside(trainingPass(random.key(1), moments), 'norm'));
    expect(numbers(y)).toEqual(close([-1, -1, 1, 1]));
    const known = moments.get('norm');
    expect(numbers(known?.mean as Tensor)).toEqual(close([2, 20]));
    expect(numbers(known?.variance as Tensor)).toEqual(close([1, 100]));
  });

  test('moves what it remembers by one minus the decay', () => {
    const moments = new RunningMoments(0.75);
    const pass = inside(trainingPass(random.key(1), moments), 'norm');
    normaliseBatch(initBatchNorm(2), x(), pass);
    normaliseBatch(initBatchNorm(2), tensor([[6, 0], [6, 4]]), pass); // prettier-ignore
    expect(numbers(moments.get('norm')?.mean as Tensor)).toEqual(
      close([0.75 * 2 + 0.25 * 6, 0.75 * 20 + 0.25 * 2]),
    );
    expect(numbers(moments.get('norm')?.variance as Tensor)).toEqual(close([0.75, 0.75 * 100 + 0.25 * 4]));
  });

  test('takes what is remembered in evaluation, with gain and shift, and moves nothing', () => {
    const moments = new RunningMoments();
    const layer = { gain: tensor([2, 1]), shift: tensor([0, 5]) };
    normaliseBatch(layer, x(), inside(trainingPass(random.key(1), moments), 'norm'));
    const looks = inside(evaluationPass(moments), 'norm');
    expect(numbers(normaliseBatch(layer, tensor([[4, 0]]), looks))).toEqual(close([4, 3]));
    expect(numbers(moments.get('norm')?.mean as Tensor)).toEqual(close([2, 20]));
  });

  test("takes the batch's in evaluation where nothing is remembered", () => {
    const y = normaliseBatch(initBatchNorm(2), x(), inside(evaluationPass(), 'norm'));
    expect(numbers(y)).toEqual(close([-1, -1, 1, 1]));
  });

  test('has right gradients in training and in evaluation', () => {
    const parameters = { x: random.normal(random.key(1), [6, 3]), ...initBatchNorm(3) };
    for (const training of [true, false]) {
      const moments = new RunningMoments();
      normaliseBatch(
        parameters,
        random.normal(random.key(2), [4, 3]),
        inside(trainingPass(random.key(1), moments), 'norm'),
      );
      const pass = training ? trainingPass(random.key(3), new RunningMoments()) : evaluationPass(moments);
      checkGradient((p) => sum(tanh(normaliseBatch(p, p.x, inside(pass, 'norm')))), parameters);
    }
  });

  test('remembers through a tree, as checkpoints do', () => {
    const moments = new RunningMoments(0.5);
    moments.move('encoder.stage0.norm', { mean: tensor([1]), variance: tensor([4]) });
    const again = RunningMoments.fromTree(moments.toTree(), 0.5);
    expect(again.decay).toBe(0.5);
    expect(numbers(again.get('encoder.stage0.norm')?.variance as Tensor)).toEqual([4]);
  });

  test('holds what it remembers beyond the scope of a step', () => {
    const moments = new RunningMoments();
    const pass = inside(trainingPass(random.key(1), moments), 'norm');
    for (let i = 0; i < 2; i++) scope(() => void normaliseBatch(initBatchNorm(2), x(), pass));
    expect(numbers(moments.get('norm')?.mean as Tensor)).toEqual(close([2, 20]));
  });
});
