import { methods } from '@broadsheet/methods';
import { start } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import type { DataSet, TextInputs } from '../data/data-set.ts';
import { readDigits } from '../data/digits.ts';
import { fewOfEachClass, limited } from '../data/choose-inputs.ts';
import { tableDataSet, type RawTable } from '../data/table-data-set.ts';
import { readFile } from 'node:fs/promises';
import { disposeEncoder, loadEncoder } from './encoder-file.ts';
import { featuresOf } from './evaluate-encoder.ts';
import { toTensor } from './reading.ts';
import { Run } from './run.ts';
import type { RunPlanInput } from './run-plan.ts';

beforeAll(() => start());

/** Rows whose last column says which of two numbers is larger. */
const raw: RawTable = (() => {
  const rows = Array.from({ length: 120 }, (_, i) => {
    const [x, y] = [(i * 37) % 101, (i * 53) % 103];
    return [String(x), ['red', 'green', 'blue'][i % 3] as string, String(y), x > y ? 'first' : 'second'];
  });
  return { header: ['x', 'colour', 'y', 'larger'], rows, lines: rows.map((_, i) => i + 2) };
})();
const facts = { name: 'made', licence: '', origin: '', checksum: 'abc' };

async function train(plan: RunPlanInput, data: DataSet): Promise<Run> {
  const run = await Run.begin(plan, data);
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- every step is wanted, none is looked at
  for await (const _ of run.train());
  return run;
}

test('a table is learnt from, and its encoder reads other tables by the columns that it knows', async () => {
  const data = tableDataSet(raw, { ...facts, label: 'larger' });
  const run = await train(
    {
      method: 'simclr',
      options: { headWidth: 16, gives: 8 },
      encoder: { kind: 'mlp', options: { hidden: [16], gives: 8 } },
      data: { name: 'made' },
      training: { epochs: 2, batch: 32 },
    },
    data,
  );
  const { metrics, baselines } = await run.outcome();
  expect(Object.keys(metrics).sort()).toEqual(['linearProbe', 'neighbours', 'rankMe']);
  // Which of two numbers is larger, a line tells.
  expect(baselines.raw?.['linearProbe']).toBeGreaterThan(0.9);
  const { encoder, facts: known } = loadEncoder(await run.saveEncoder());
  if (known.reading.kind !== 'table') throw new Error('This is to be a table.');
  const swapped: RawTable = {
    ...raw,
    header: ['larger', 'y', 'colour', 'x'],
    rows: raw.rows.map((row) => row.toReversed()),
  };
  const again = tableDataSet(swapped, { ...facts, label: 'larger', columns: known.reading.columns });
  const inputs = toTensor(known.reading, again.train.inputs);
  expect((await featuresOf(encoder, inputs)).values).toEqual(
    (await featuresOf(run.encoder, run.inputs.train)).values,
  );
  disposeEncoder(encoder);
  inputs.dispose();
  run.dispose();
});

test('a number that is to be foretold is measured by R²', async () => {
  const rows = raw.rows.map(
    ([x, colour, y]) => [x, colour, y, String(3 * Number(x) - 2 * Number(y))] as string[],
  );
  const data = tableDataSet({ ...raw, rows }, { ...facts, label: 'larger' });
  const run = await train({ method: 'none', encoder: { kind: 'raw' }, data: { name: 'made' } }, data);
  const { metrics } = await run.outcome();
  expect(metrics['rSquared']).toBeGreaterThan(0.999);
  run.dispose();
});

test('texts are learnt from, by words that the learning part has', async () => {
  const topics = [
    [
      'neural networks learn representations',
      'gradient descent trains deep networks',
      'representations of images',
    ],
    ['galaxies form stars', 'telescopes observe distant galaxies', 'stars explode in galaxies'],
  ] as const;
  const texts = Array.from({ length: 80 }, (_, i) => {
    const own = topics[i % 2] ?? topics[0];
    return { title: own[i % 3] ?? '', body: `${own[(i >> 1) % 3]}. ${own[(i >> 2) % 3]}. Number ${i}.` };
  });
  const labels = Int32Array.from(texts, (_, i) => i % 2);
  const inputs: TextInputs = { kind: 'texts', texts };
  const part = { n: 80, inputs, labels };
  const data: DataSet = {
    ...facts,
    kind: 'texts',
    classes: ['learning', 'space'],
    train: part,
    test: part,
    faults: [],
  };
  const run = await train(
    {
      method: 'simclr',
      options: { headWidth: 16, gives: 8 },
      encoder: { kind: 'bag-of-words', options: { width: 16, gives: 16 } },
      data: { name: 'made' },
      training: { epochs: 4, batch: 40 },
    },
    data,
  );
  const { metrics, baselines } = await run.outcome();
  expect(metrics['linearProbe']).toBe(1);
  expect(baselines.raw).toBeNull();
  const { encoder, facts: known } = loadEncoder(await run.saveEncoder());
  const tokens = toTensor(known.reading, inputs);
  expect((await featuresOf(encoder, tokens)).values).toEqual(
    (await featuresOf(run.encoder, run.inputs.train)).values,
  );
  disposeEncoder(encoder);
  tokens.dispose();
  run.dispose();
});

test('a few labels of each class, and a method that learns classes, say how often it is right', async () => {
  const packed = await readFile(new URL('../../../../data/digits.safetensors.gz', import.meta.url));
  const digits = limited(fewOfEachClass(await readDigits(new Uint8Array(packed)), 4), 60);
  const run = await train(
    {
      method: 'sla',
      encoder: { kind: 'mlp', options: { hidden: [16], gives: 16 } },
      data: { name: 'digits', perClass: 4, limit: 60 },
      training: { epochs: 2, batch: 20 },
      evaluation: { baselines: false },
    },
    digits,
  );
  const { metrics } = await run.outcome();
  expect(metrics['single']).toBeGreaterThanOrEqual(0);
  expect(metrics['aggregated']).toBeLessThanOrEqual(1);
  run.dispose();
});

test('every method of the catalogue takes a step on data and an encoder that suit it', async () => {
  const packed = await readFile(new URL('../../../../data/digits.safetensors.gz', import.meta.url));
  const digits = limited(await readDigits(new Uint8Array(packed)), 40);
  const table = tableDataSet(raw, { ...facts, label: 'larger' });
  for (const { id } of methods) {
    const tabular = id === 't-jepa';
    const run = await Run.begin(
      {
        method: id,
        encoder: tabular
          ? { kind: 'feature-transformer', options: { width: 8, layers: 1, heads: 2 } }
          : { kind: 'mlp', options: { hidden: [8], gives: 8 } },
        data: { name: 'any' },
        training: { epochs: 1, batch: 20 },
        evaluation: { baselines: false },
      },
      tabular ? table : digits,
    );
    const first = await run.train().next();
    expect([id, Number.isFinite(first.value?.loss)]).toEqual([id, true]);
    run.dispose();
  }
});
