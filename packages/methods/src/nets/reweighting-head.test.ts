import { ones, random, start } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { evaluationPass } from './pass.ts';
import { reweightingHead } from './reweighting-head.ts';

beforeAll(() => start());

test('weighs numbers by powers, and learns nothing', () => {
  const head = reweightingHead(4, 2);
  const parameters = head.init(random.key(1));
  expect(parameters).toEqual([]);
  expect([...head.run(parameters, ones([2, 4]), evaluationPass()).dataNow()]).toEqual([
    1, 0.5, 0.25, 0.125, 1, 0.5, 0.25, 0.125,
  ]);
  expect(() => reweightingHead(4, 0.5)).toThrow('from 1 on, not 0.5');
});
