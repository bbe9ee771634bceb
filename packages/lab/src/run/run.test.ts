import { readFile } from 'node:fs/promises';
import { start } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { limited } from '../data/choose-inputs.ts';
import type { DataSet } from '../data/data-set.ts';
import { readDigits } from '../data/digits.ts';
import { featuresOf } from './evaluate-encoder.ts';
import { disposeEncoder, loadEncoder } from './encoder-file.ts';
import { CheckpointError, notesOf, Run } from './run.ts';
import type { RunPlanInput } from './run-plan.ts';

let backend: Awaited<ReturnType<typeof start>>;
let digits: DataSet;

const plan: RunPlanInput = {
  method: 'simclr',
  options: { headWidth: 32, gives: 16 },
  encoder: { kind: 'resnet', options: { widths: [8, 16], stemStride: 2 } },
  data: { name: 'digits', limit: 96 },
  training: { epochs: 4, batch: 32 },
  evaluation: { neighbours: 5 },
  seed: 3,
};

beforeAll(async () => {
  backend = await start();
  const packed = await readFile(new URL('../../../../data/digits.safetensors.gz', import.meta.url));
  digits = limited(await readDigits(new Uint8Array(packed)), 96);
});

async function goOn(run: Run, steps = Infinity): Promise<void> {
  if (run.step >= steps) return;
  for await (const { step } of run.train()) if (step >= steps) return;
}

test('a run that was stopped and taken up again ends with the bits of one that was not', async () => {
  const whole = await Run.begin(plan, digits);
  expect(whole.steps).toBe(12);
  await goOn(whole);
  const expected = await whole.outcome();

  const first = await Run.begin(plan, digits);
  await goOn(first, 5);
  const checkpoint = await first.checkpoint({ seconds: '1.5' });
  expect(notesOf(checkpoint)).toMatchObject({ step: 5, hash: whole.hash, notes: { seconds: '1.5' } });
  const second = await Run.begin(plan, digits, { checkpoint });
  expect(second.step).toBe(5);
  await goOn(second);
  expect(await second.outcome()).toEqual(expected);
  for (const run of [whole, first, second]) run.dispose();
});

test('another seed is another run, and the untrained encoder is the one that training began with', async () => {
  const [one, other] = [await Run.begin(plan, digits), await Run.begin({ ...plan, seed: 4 }, digits)];
  const [a, b] = [await one.outcome(), await other.outcome()];
  expect(a.hash).not.toBe(b.hash);
  expect(a.encoder.checksum).not.toBe(b.encoder.checksum);
  // Before the first step there is nothing to tell them apart.
  expect(a.baselines.untrained).toEqual(a.metrics);
  expect(Object.keys(a.metrics).sort()).toEqual(['linearProbe', 'neighbours', 'rankMe']);
  expect(a.baselines.raw?.['linearProbe']).toBeGreaterThan(0.5);
  one.dispose();
  other.dispose();
});

test('a checkpoint of another plan, or other data, is refused', async () => {
  const run = await Run.begin(plan, digits);
  const checkpoint = await run.checkpoint();
  await expect(Run.begin({ ...plan, seed: 9 }, digits, { checkpoint })).rejects.toThrow(CheckpointError);
  const others = { ...digits, checksum: 'other' };
  await expect(Run.begin(plan, others, { checkpoint })).rejects.toThrow(CheckpointError);
  run.dispose();
});

test('an encoder comes back from its file with what batch norms remember', async () => {
  const run = await Run.begin(plan, digits);
  await goOn(run);
  const { encoder, facts } = loadEncoder(await run.saveEncoder());
  expect(facts).toMatchObject({
    method: 'simclr',
    seed: '3',
    reading: { kind: 'images', shape: [28, 28, 1] },
  });
  const [mine, its] = [
    await featuresOf(encoder, run.inputs.test),
    await featuresOf(run.encoder, run.inputs.test),
  ];
  expect(mine.values).toEqual(its.values);
  expect(new Set(mine.values).size).toBeGreaterThan(100);
  disposeEncoder(encoder);
  run.dispose();
});

test('a run leaves nothing behind', async () => {
  const run = async (): Promise<void> => {
    const made = await Run.begin(plan, digits);
    await goOn(made, 2);
    await made.checkpoint();
    await made.outcome();
    made.dispose();
  };
  await run();
  const before = backend.memory().usedBytes;
  await run();
  expect(backend.memory().usedBytes).toBe(before);
});

test('what cannot be run is said before anything is computed', async () => {
  const wrong = async (change: Partial<RunPlanInput>): Promise<unknown> =>
    Run.begin({ ...plan, ...change }, digits).catch((error: Error) => error.message);
  expect(await wrong({ method: 'simclir' })).toMatch(/There is no method simclir\. There are: simclr/);
  expect(await wrong({ options: { temprature: 0.1 } })).toMatch(/temperature/);
  expect(await wrong({ encoder: { kind: 'bag', options: {} } })).toMatch(
    /For images there are: resnet, mlp, vit, raw/,
  );
  expect(await wrong({ encoder: { kind: 'resnet', options: { depth: 3 } } })).toMatch(
    /widths, blocks, stemStride/,
  );
  expect(await wrong({ encoder: { kind: 'resnet', options: { widths: 3 } } })).toMatch(/a list of numbers/);
  expect(await wrong({ encoder: { kind: 'raw', options: {} } })).toMatch(/nothing to learn/);
  expect(await wrong({ training: { batch: 128 } })).toMatch(/96 inputs.*--batch 64/);
});
