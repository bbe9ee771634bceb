import { random } from '@broadsheet/tensor';
import { expect, test } from 'vitest';
import { evaluationPass, inside, trainingPass } from './pass.ts';
import { RunningMoments } from './running-moments.ts';

test('gives every part of a net a place and a key of its own, the same each time', () => {
  const pass = trainingPass(random.key(1), new RunningMoments());
  const parts = ['encoder', 'head', 'layer0', 'layer1', 'layer10', 'stage0.block1', 'stage1.block0'];
  const keys = parts.map((part) => inside(pass, part).key.join());
  expect(new Set([...keys, pass.key.join()]).size).toBe(parts.length + 1);
  expect(parts.map((part) => inside(pass, part).key.join())).toEqual(keys);
  expect(inside(inside(pass, 'encoder'), 'stem')).toMatchObject({ place: 'encoder.stem', training: true });
});

test('of another step has other keys in the same places', () => {
  const at = (step: number): string =>
    inside(trainingPass(random.fold(random.key(1), step), new RunningMoments()), 'head').key.join();
  expect(at(1)).not.toBe(at(2));
});

test('that only looks does not train', () => {
  expect(inside(evaluationPass(), 'encoder').training).toBe(false);
});
