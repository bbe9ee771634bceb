import { readFile } from 'node:fs/promises';
import { start, type Backend } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { limited } from '../data/choose-inputs.ts';
import type { DataSet } from '../data/data-set.ts';
import { readDigits } from '../data/digits.ts';
import { continualRun, type ContinualSchedule } from './continual-runs.ts';

let backend: Backend;
let data: DataSet;
beforeAll(async () => {
  backend = await start();
  const file = await readFile(new URL('../../../../data/digits.safetensors.gz', import.meta.url));
  data = limited(await readDigits(new Uint8Array(file)), 1_500);
});

function run(schedule: ContinualSchedule, signal = new AbortController().signal) {
  const told: string[] = [];
  const tell = (what: string): void => void told.push(what);
  const options = { schedule, data, tasks: [[0, 1], [2, 3]], epochs: 3, seed: 1, signal, tell }; // prettier-ignore
  return continualRun(options).then((result) => ({ ...result, told }));
}

test('tasks are learnt one after the other, each looked at after each, and nothing is left in memory', async () => {
  const memory = () => (backend as unknown as { memory(): { usedBytes: number } }).memory().usedBytes;
  const [cosine, infinite] = [await run('cosine'), await run('infinite')];
  // The engine keeps numbers that it was given, so that only a second run leaves nothing.
  const before = memory();
  expect(await run('infinite')).toEqual(infinite);
  expect(memory()).toBe(before);
  for (const { accuracies, last, told } of [cosine, infinite]) {
    expect(accuracies.map((after) => after.length)).toEqual([2, 2]);
    // Two digits are told apart by nearly any features, four by most.
    for (const accuracy of accuracies.flat()) expect(accuracy).toBeGreaterThan(0.8);
    expect(last).toBeGreaterThan(0.5);
    expect(told).toEqual(['task 1 of 2 learnt', 'task 2 of 2 learnt']);
  }
  expect(infinite.accuracies).not.toEqual(cosine.accuracies);
});

test('an interruption ends it', async () => {
  await expect(run('cosine', AbortSignal.abort())).rejects.toThrow('Interrupted at step 1.');
});
