import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPlan, type RunRecord } from '@broadsheet/lab';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storedLeaderboards } from './stored-leaderboards.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-'));
});
afterEach(() => rm(folder, { recursive: true }));

function record(method: string, seed: number, linearProbe: number, encoder = 'mlp'): RunRecord {
  const plan = runPlan.parse({
    ...{ method, seed, encoder: { kind: encoder }, data: { name: 'digits' } },
    ...(method === 'simclr' ? { options: { temperature: 0.2 } } : {}),
  });
  return {
    version: 1,
    kind: 'run',
    id: `${method}-${seed}`,
    hash: `${method}${seed}${encoder}`,
    seed,
    code: { version: '0.1.0', commit: null, clean: null },
    machine: { processor: '', cores: 1, threads: 1, runtime: '', backend: 'wasm', build: 'plain' },
    started: '2026-01-01T00:00:00.000Z',
    seconds: { training: 1, evaluation: 1 },
    plan,
    data: {
      ...{ name: 'digits', kind: 'images', licence: 'theirs', origin: '', checksum: 'abc' },
      train: 6500,
      test: 1500,
      classes: [],
    },
    encoder: { parameters: 1, gives: 1, checksum: '' },
    steps: 1,
    curve: [],
    metrics: { rankMe: 12.34, linearProbe },
    baselines: { untrained: null, raw: null },
  };
}

async function store(row: string, ...records: RunRecord[]): Promise<void> {
  await mkdir(join(folder, row));
  for (const one of records)
    await writeFile(
      join(folder, row, `${one.plan.method}-${one.plan.encoder.kind}-${one.seed}.json`),
      JSON.stringify(one),
    );
}

it('shows runs by data, in words, the best first', async () => {
  await store(
    'simclr',
    record('simclr', 1, 0.9),
    record('simclr', 2, 0.8),
    record('none', 1, 0.7),
    record('none', 1, 0.6, 'raw'),
  );
  expect(await storedLeaderboards(folder)).toMatchObject([
    {
      name: 'digits',
      id: 'digits-6500',
      licence: 'theirs',
      metrics: ['linear probe', 'RankMe'],
      lines: [
        {
          method: 'SimCLR',
          row: 'simclr',
          seeds: 2,
          figures: ['85.0 ± 7.1 %', '12.3 ± 0'],
          settings: 'mlp, 10 epochs, batch 128, temperature 0.2',
        },
        { method: 'an untrained encoder', row: null, settings: 'mlp' },
        { method: 'the inputs themselves', row: null, settings: 'raw' },
      ],
    },
  ]);
});

it('has nothing to show where nothing was run, and names the record that is broken', async () => {
  expect(await storedLeaderboards(join(folder, 'nowhere'))).toEqual([]);
  await store('simclr', record('simclr', 1, 0.9));
  await writeFile(join(folder, 'simclr', 'broken-1.json'), '{');
  await expect(storedLeaderboards(folder)).rejects.toThrow('broken-1.json is no record');
});
