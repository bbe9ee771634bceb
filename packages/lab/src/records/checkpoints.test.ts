import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '@broadsheet/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDataSet } from '../files/data-sets.ts';
import type { RunPlanInput } from '../run/run-plan.ts';
import { CheckpointError } from '../run/run.ts';
import { Checkpoints } from './checkpoints.ts';
import { performRun, type Performed } from './perform-run.ts';
import { readRecord, readRecords, writeRecord } from './record-files.ts';
import { storedRun } from './stored-run.ts';
import { writeWhole } from './write-whole.ts';

let folder: string;
let backend: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-checkpoints-'));
  backend = await start();
});
afterAll(() => rm(folder, { recursive: true }));

const plan: RunPlanInput = {
  method: 'simclr',
  options: { headWidth: 8, gives: 8 },
  encoder: { kind: 'mlp', options: { hidden: [8], gives: 8 } },
  data: { name: 'digits', limit: 40 },
  training: { epochs: 3, batch: 10 },
  evaluation: { baselines: false },
};

async function perform(options: {
  stopAt?: number;
  resume?: boolean;
  checkpoints: Checkpoints;
}): Promise<Performed> {
  const stop = new AbortController();
  return performRun(plan, await readDataSet(plan.data), {
    backend,
    checkpoints: options.checkpoints,
    resume: options.resume === true,
    every: { steps: 5 },
    signal: stop.signal,
    onStep: ({ step }) => {
      if (step === options.stopAt) stop.abort();
    },
  });
}

test('an interrupted run is listed, goes on, and leaves no checkpoint behind', async () => {
  const checkpoints = new Checkpoints(join(folder, 'one'));
  expect(await checkpoints.list()).toEqual([]);
  const stopped = await perform({ checkpoints, stopAt: 7 });
  if (!stopped.interrupted) throw new Error('It should have been interrupted.');
  expect(stopped).toMatchObject({ step: 7, steps: 12 });
  await writeFile(checkpoints.pathOf('broken'), 'nothing');
  expect(await checkpoints.list()).toMatchObject([
    { hash: stopped.hash, step: 7, plan: { method: 'simclr' } },
  ]);

  const done = await perform({ checkpoints, resume: true });
  if (done.interrupted) throw new Error('It should be done.');
  expect(await checkpoints.read(stopped.hash)).toBeNull();
  const whole = await perform({ checkpoints: new Checkpoints(join(folder, 'two')) });
  if (whole.interrupted) throw new Error('It should be done.');
  const { curve, encoder, metrics, hash } = done.record;
  expect({ curve, encoder, metrics, hash }).toEqual({
    curve: whole.record.curve,
    encoder: whole.record.encoder,
    metrics: whole.record.metrics,
    hash: stopped.hash,
  });
  expect(done.record.machine.runtime).toBe(`Node ${process.versions.node}`);
  expect(storedRun(done.record)).toMatchObject({ method: 'simclr', data: 'digits', encoder: 'mlp', seed: 1 });
});

test('a run does not go on by another code', async () => {
  const checkpoints = new Checkpoints(join(folder, 'three'));
  const stopped = await perform({ checkpoints, stopAt: 3 });
  if (!stopped.interrupted) throw new Error('It should have been interrupted.');
  const path = checkpoints.pathOf(stopped.hash);
  const bytes = await readFile(path);
  // The version, as it stands in the metadata's JSON in JSON.
  const at = bytes.indexOf('\\"version\\":\\"');
  bytes.write('9', at + '\\"version\\":\\"'.length);
  await writeFile(path, bytes);
  await expect(perform({ checkpoints, resume: true })).rejects.toThrow(CheckpointError);
});

test('records come back as they were written; what is none is named with its field', async () => {
  const done = await perform({ checkpoints: new Checkpoints(join(folder, 'four')) });
  if (done.interrupted) throw new Error('It should be done.');
  const records = join(folder, 'records');
  await writeRecord(join(records, 'a-1.json'), done.record);
  await writeFile(join(records, 'summary.json'), '{}');
  expect(await readRecord(join(records, 'a-1.json'))).toEqual(done.record);
  expect([...(await readRecords(records)).keys()]).toEqual(['a-1.json']);
  await writeFile(join(records, 'b-1.json'), JSON.stringify({ ...done.record, seed: 'one' }));
  await expect(readRecord(join(records, 'b-1.json'))).rejects.toThrow(/b-1\.json is no record:.*seed/s);
  expect(await readRecords(join(folder, 'nowhere'))).toEqual(new Map());
});

test('a file is written whole, and nothing else is left', async () => {
  const path = join(folder, 'deep/er/file');
  await writeWhole(path, 'one');
  await writeWhole(path, 'two');
  expect(await readFile(path, 'utf8')).toBe('two');
  expect(await readdir(join(folder, 'deep/er'))).toEqual(['file']);
});
