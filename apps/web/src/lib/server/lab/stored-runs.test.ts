import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summarise, type LabRecord, type Recipe } from '@broadsheet/lab';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storedRuns } from './stored-runs.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-'));
});
afterEach(() => rm(folder, { recursive: true }));

const recipe: Recipe = {
  row: 57,
  id: 'rankme',
  claim: { theirs: 'Their figure is 97 %.', ours: 'Better than guessing.' },
  arms: [
    { name: 'ours', label: 'Ours', version: 1, run: () => Promise.reject(new Error('not run here')) },
    {
      name: 'ours-wide',
      label: 'Wide',
      baseline: true,
      version: 1,
      run: () => Promise.reject(new Error('nor here')),
    },
  ],
  metric: 'linearProbe',
  expects: [
    { says: 'ours is above the wide one', metric: 'linearProbe', arm: 'ours', over: 'ours-wide', atLeast: 0 },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 1, on: '2 cores' },
};

function record(arm: string, seed: number, linearProbe: number): LabRecord {
  return {
    version: 1,
    kind: 'analysis',
    id: `${arm}-${seed}`,
    hash: 'none',
    seed,
    code: { version: '0.1.0', commit: null, clean: null },
    machine: {
      processor: 'A processor',
      cores: 2,
      threads: 1,
      runtime: 'Node 24',
      backend: 'wasm',
      build: 'fused',
    },
    started: '2026-11-01T12:00:00.000Z',
    seconds: { training: 30, evaluation: 10 },
    row: 'rankme',
    arm,
    metrics: { linearProbe },
    series: [
      { name: 'spectrum', x: Array.from({ length: 1000 }, (_, i) => i), y: Array<number>(1000).fill(1) },
    ],
  };
}

async function store(records: readonly LabRecord[]): Promise<void> {
  const at = join(folder, recipe.id);
  await mkdir(at);
  const byArm = Map.groupBy(records, (one) => (one.kind === 'analysis' ? one.arm : ''));
  for (const one of records) await writeFile(join(at, `${one.id}.json`), JSON.stringify(one));
  await writeFile(join(at, 'summary.json'), JSON.stringify(summarise(recipe, byArm)));
}

it('has nothing of a row that was never run', async () => {
  expect(await storedRuns('rankme', folder)).toBeNull();
  expect(await storedRuns('../../etc', folder)).toBeNull();
});

it('shows arms, spreads and what held, and keeps arms of similar names apart', async () => {
  await store(
    [0.7, 0.72, 0.74].flatMap((one, i) => [
      record('ours', i + 1, one),
      record('ours-wide', i + 1, one - 0.1),
    ]),
  );
  const runs = await storedRuns('rankme', folder);
  expect(runs).toMatchObject({
    claim: { theirs: 'Their figure is 97 %.' },
    shows: true,
    metrics: ['linear probe'],
    arms: [
      { label: 'Ours', baseline: false, seeds: 3, figures: ['72.0 ± 2.0 %'] },
      { label: 'Wide', baseline: true, seeds: 3, figures: ['62.0 ± 2.0 %'] },
    ],
    seconds: 240,
    machines: ['A processor, Node 24'],
  });
  expect(runs?.points?.arms.map(({ values }) => values)).toEqual([
    [0.7, 0.72, 0.74],
    [0.6, 0.62, 0.64].map((one) => expect.closeTo(one, 9)),
  ]);
  expect(runs?.expectations[0]?.found).toContain('+10.0 points');
  // Long series are thinned.
  const [plot] = runs?.plots ?? [];
  expect(plot?.title).toBe('Ours, seed 1');
  expect(plot?.svg.match(/L[\d.]+ [\d.]+/g)?.length).toBeLessThanOrEqual(200);
  // The page's policy knows no styles of their own.
  expect(plot?.svg).not.toContain('style');
});

it('says so where records are missing', async () => {
  await store([record('ours', 1, 0.7)]);
  expect(await storedRuns('rankme', folder)).toMatchObject({
    shows: false,
    complete: false,
    expectations: [{ found: 'not run yet', holds: false }],
  });
});
