import { expect, test } from 'vitest';
import { runPlan, type RunPlanInput } from '../run/run-plan.ts';
import type { RunRecord } from '../run/run-record.ts';
import { leaderboards } from './leaderboards.ts';

function record(plan: RunPlanInput, linearProbe: number, train = 100): RunRecord {
  const whole = runPlan.parse(plan);
  return {
    version: 1,
    kind: 'run',
    id: '',
    hash: `${whole.method}${whole.seed}${JSON.stringify(whole.options)}`,
    seed: whole.seed,
    code: { version: '0', commit: null, clean: null },
    machine: { processor: '', cores: 1, threads: 1, runtime: '', backend: 'wasm', build: 'plain' },
    started: '2026-01-01T00:00:00.000Z',
    seconds: { training: 1, evaluation: 1 },
    plan: whole,
    data: {
      name: plan.data.name,
      kind: 'images',
      licence: '',
      origin: '',
      checksum: plan.data.name,
      train,
      test: 10,
      classes: [],
    },
    encoder: { parameters: 1, gives: 1, checksum: '' },
    steps: 1,
    curve: [],
    metrics: { linearProbe },
    baselines: { untrained: null, raw: null },
  };
}

const plan = (method: string, seed: number, more: Partial<RunPlanInput> = {}): RunPlanInput => ({
  ...{ method, seed, encoder: { kind: 'mlp' }, data: { name: 'digits' } },
  ...more,
});
const of = (row: string, ...records: RunRecord[]) =>
  records.map((one) => ({ row, file: `${one.plan.method}-${one.seed}.json`, record: one }));

test('runs of one plan stand together, the best first, and count once', () => {
  const [simclr, again] = [record(plan('simclr', 2), 0.6), record(plan('simclr', 2), 0.6)];
  const boards = leaderboards([
    ...of('simclr', record(plan('none', 1), 0.3), simclr, record(plan('simclr', 1), 0.4)),
    ...of('barlow-twins', again, record(plan('barlow-twins', 1), 0.7)),
  ]);
  expect(boards).toHaveLength(1);
  expect(boards[0]?.metric).toBe('linearProbe');
  expect(boards[0]?.standings.map(({ method, seeds }) => [method, seeds])).toEqual([
    ['barlow-twins', [1]],
    ['simclr', [1, 2]],
    ['none', [1]],
  ]);
  expect(boards[0]?.standings[1]?.metrics['linearProbe']?.mean).toBeCloseTo(0.5, 9);
  expect(boards[0]?.standings[1]?.records.map(({ row }) => row)).toEqual(['simclr', 'simclr']);
});

test('other data, other parts of them and other options are others; what served for choosing is left out', () => {
  const boards = leaderboards(
    of(
      'simclr',
      record(plan('simclr', 1), 0.5),
      record(plan('simclr', 1, { options: { temperature: 0.1 } }), 0.6),
      record(plan('simclr', 1, { data: { name: 'digits', limit: 50 } }), 0.4, 50),
      record(plan('simclr', 1, { data: { name: 'cifar10' } }), 0.2),
      record(plan('simclr', 1, { data: { name: 'digits', validation: true } }), 0.9, 80),
    ),
  );
  expect(boards.map(({ data, standings }) => [data.name, data.train, standings.length])).toEqual([
    ['cifar10', 100, 1],
    ['digits', 100, 2],
    ['digits', 50, 1],
  ]);
  expect(leaderboards([])).toEqual([]);
});
