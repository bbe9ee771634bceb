import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recipe } from '../recipes/recipe.ts';
import { recipeSummary } from '../recipes/summary.ts';
import { readRecords } from '../records/record-files.ts';
import { runArm } from './arm-job.ts';
import { recordPath } from './record-path.ts';
import { reproduce } from './reproduce.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-records-'));
});
afterAll(() => rm(folder, { recursive: true }));

const plan = {
  encoder: { kind: 'mlp', options: { hidden: [8], gives: 8 } },
  data: { name: 'digits', limit: 60 },
  training: { epochs: 1, batch: 20 },
  evaluation: { baselines: false },
};

const recipe = (version: number): Recipe => ({
  row: 1,
  id: 'simclr',
  claim: { theirs: '', ours: '' },
  arms: [
    { name: 'mine', label: 'Mine', plan: { ...plan, method: 'simclr' } },
    { name: 'base', label: 'Base', baseline: true, once: true, plan: { ...plan, method: 'none' } },
    {
      name: 'theory',
      label: 'Theory',
      version,
      run: ({ seed }) =>
        Promise.resolve({ metrics: { answer: 42 + seed }, series: [{ name: 's', x: [1], y: [seed] }] }),
    },
  ],
  metric: 'linearProbe',
  expects: [{ says: 'an answer', metric: 'answer', arm: 'theory', atLeast: 42 }],
  seeds: [1, 2, 3],
  budget: { minutes: 1, on: '2 cores' },
});

const options = () => ({
  folder,
  checkpoints: join(folder, 'checkpoints'),
  dataFolder: folder,
  threads: 1,
  signal: new AbortController().signal,
});

test('arms write their records, the summary is drawn up of them, and nothing is run twice', async () => {
  const made = recipe(1);
  for (const seed of made.seeds)
    for (const arm of made.arms)
      if (arm.once !== true || seed === 1)
        expect(await runArm(made, arm, seed, { ...options(), tell: () => {} })).toBe(true);
  const records = await readRecords(join(folder, 'simclr'));
  expect([...records.keys()]).toEqual([
    'base-1.json',
    'mine-1.json',
    'mine-2.json',
    'mine-3.json',
    'theory-1.json',
    'theory-2.json',
    'theory-3.json',
  ]);
  expect(records.get('theory-2.json')).toMatchObject({
    metrics: { answer: 44 },
    series: [{ name: 's', y: [2] }],
  });

  const before = await readFile(
    recordPath(folder, made, { name: 'mine', label: '', plan: { ...plan, method: '' } }, 1),
  );
  const told: string[] = [];
  const summary = await reproduce(made, {
    ...options(),
    seeds: made.seeds,
    jobs: 2,
    tell: (line) => told.push(line),
  });
  expect(told).toEqual(['simclr: 0 runs to do.']);
  expect(summary).toMatchObject({ complete: true, shows: true });
  expect(summary.arms.map(({ seeds }) => seeds)).toEqual([[1, 2, 3], [1], [1, 2, 3]]);
  const written: unknown = JSON.parse(await readFile(join(folder, 'simclr/summary.json'), 'utf8'));
  expect(recipeSummary.parse(written)).toEqual(summary);
  expect(await readFile(join(folder, 'simclr/mine-1.json'))).toEqual(before);
});

test('what another row has run serves this one too', async () => {
  const other: Recipe = { ...recipe(1), id: 'barlow-twins', row: 2 };
  const told: string[] = [];
  await reproduce(other, {
    ...options(),
    seeds: [1, 2],
    arms: ['mine', 'base'],
    jobs: 1,
    tell: (line) => told.push(line),
  });
  expect(told).toEqual(['barlow-twins: 0 runs to do, 3 taken from other rows.']);
  const [mine, its] = await Promise.all(
    ['simclr', 'barlow-twins'].map((row) => readFile(join(folder, row, 'mine-2.json'), 'utf8')),
  );
  expect(its).toBe(mine);
});

test('records of an older version or another plan do not count', async () => {
  const changed = { ...recipe(2), seeds: [1] };
  const told: string[] = [];
  const done = reproduce(changed, {
    ...options(),
    seeds: [1],
    arms: ['base'],
    jobs: 1,
    tell: (line) => told.push(line),
  });
  expect(await done).toMatchObject({ complete: false, shows: false });
  expect(told).toEqual(['simclr: 0 runs to do.']);
  await expect(
    reproduce(changed, { ...options(), seeds: [1], arms: ['no'], jobs: 1, tell: () => {} }),
  ).rejects.toThrow('simclr has no arm no. It has: mine, base, theory.');
});
