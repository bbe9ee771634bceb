import { beforeAll, expect, test } from 'vitest';
import * as T from './index.ts';

beforeAll(async () => void (await T.start()));

test('copied parameters have their structure, their values and memory of their own', () => {
  const model = {
    words: new T.EmbeddingTable(T.tensor([[1, 2]])),
    layers: [{ w: T.transpose(T.tensor([[5, 6], [7, 8]])), steps: T.tensor([9], [1], 'int32') }], // prettier-ignore
  };
  const teacher = T.copyParameters(model);
  expect(T.leavesOf(teacher).map(([place]) => place)).toEqual(T.leavesOf(model).map(([place]) => place));
  expect(teacher.words).toBeInstanceOf(T.EmbeddingTable);
  T.assign(model.words.weights, T.zeros([1, 2]));
  model.layers[0]?.w.dispose();
  expect([...teacher.words.weights.dataNow()]).toEqual([1, 2]);
  expect([...(teacher.layers[0]?.w.dataNow() ?? [])]).toEqual([5, 7, 6, 8]);
  expect([...(teacher.layers[0]?.steps.dataNow<'int32'>() ?? [])]).toEqual([9]);
  expect(teacher.layers[0]?.steps.dtype).toBe('int32');
});
