import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { SuiteRecord } from '../suite/record.ts';
import { readContinualRuns } from '../suite/continual-runs.ts';
import { readInterestStudy } from '../suite/interest-runs.ts';
import { readTrainingRuns, type TrainingRun } from '../suite/training-runs.ts';
import { betweenMarks } from './between-marks.ts';
import { figure, signed } from './figures.ts';
import { intervalPlot } from './interval-plot.ts';
import { markdownTable } from './markdown-table.ts';
import { goalTable, searchOverview } from './tables.ts';
import type { ContinualRun } from '../continual/continual-study.ts';
import { continualTable } from './continual-table.ts';
import { trainingPlots } from './training-plots.ts';
import { trainingTable } from './training-table.ts';
import { qualityPage, readRecords, withTables } from './write-quality.ts';

const point = (mean: number) => ({ mean, low: mean - 0.01, high: mean + 0.01 });
const every = (mean: number) => ({
  'nDCG@10': point(mean),
  'recall@100': point(mean),
  'MRR@10': point(mean),
  'MAP@100': point(mean),
});
const searched = (set: string, hybrid: number, words: number): SuiteRecord => ({
  set,
  format: 1,
  of: { encoder: 'e', seed: 1, fusion: { k: 60, words: 1, meaning: 1, depth: 100 } },
  kind: 'search',
  judged: {
    collection: set,
    documents: 1,
    queries: 7,
    allQueries: 7,
    encoder: { name: 'e', fingerprint: 'e' },
    seed: 1,
    leftOut: [],
    faults: [],
    systems: [
      { name: 'hybrid', measures: every(hybrid) },
      { name: 'BM25', measures: every(words) },
    ],
    differences: [{ of: 'hybrid', to: 'BM25', measures: every(hybrid - words) }],
  },
});

describe('goals', () => {
  const cells = (records: readonly SuiteRecord[]) =>
    goalTable(records)
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(2, 4)
          .map((cell) => cell.trim()),
      );

  test('count the sets for reporting alone', () => {
    expect(cells([])).toEqual(Array.from({ length: 4 }, () => ['not measured yet', '']));
    const records = [
      searched('cranfield', 0.9, 0.1),
      searched('cisi', 0.48, 0.4),
      searched('npl', 0.39, 0.4),
    ];
    expect(cells(records).slice(0, 2)).toEqual([
      ['+.035', 'yes'],
      ['−.010', '**no**'],
    ]);
  });

  test('the overview has means by role', () => {
    const table = searchOverview([searched('cisi', 0.5, 0.4), searched('npl', 0.4, 0.4)]);
    expect(table).toContain('**mean, for reporting**');
    expect(table).toContain('**.450**');
    expect(table).toContain('**+.050**');
    expect(table).not.toContain('mean, for choosing');
  });
});

test('figures are written as retrieval writes them', () => {
  expect([0.3733, 1, 0, NaN].map(figure)).toEqual(['.373', '1.000', '.000', '–']);
  expect([0.0314, -0.004].map(signed)).toEqual(['+.031', '−.004']);
});

test('tables are padded, and text comes between its marks and nowhere else', () => {
  expect(markdownTable(['a', 'b'], [['long', '1']])).toBe('| a    |   b |\n| ---- | --: |\n| long |   1 |');
  const page = 'before <!-- eval x -->old<!-- /eval --> between <!-- eval y --><!-- /eval -->';
  expect(betweenMarks(page, 'x', 'new')).toBe(
    'before <!-- eval x -->\n\nnew\n\n<!-- /eval --> between <!-- eval y --><!-- /eval -->',
  );
  expect(() => betweenMarks(page, 'z', '')).toThrow('no <!-- eval z -->');
});

test('a picture names what it shows, and every point lies on it', () => {
  const svg = intervalPlot({ title: 'A & B', description: 'd', measure: 'nDCG@10' }, [
    {
      label: 'Set <1>',
      points: [
        { system: 'one', value: point(0.5) },
        { system: 'other', value: point(0.004) },
      ],
    },
  ]);
  expect(svg).toContain('<title id="title">A &amp; B</title>');
  expect(svg).toContain('Set &lt;1&gt;');
  const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  for (const [, x = ''] of svg.matchAll(/ x[12]?="([^"]+)"/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThanOrEqual(Number(width));
  }
  for (const [, y = ''] of svg.matchAll(/ y[12]?="([^"]+)"/g))
    expect(Number(y)).toBeLessThanOrEqual(Number(height));
});

test('trainings have a row each, and pictures whose points lie on them', () => {
  const run = (method: string, minutes: number): TrainingRun => ({
    method,
    minutes,
    seed: 1,
    papers: 3517,
    seconds: 60 * minutes,
    curve: [
      { step: 10, loss: 8, rankMe: 40 },
      { step: 20, loss: 2, rankMe: 50 },
    ],
    ndcg: { cranfield: { encoder: 0.3, hybrid: 0.4 } },
  });
  const runs = [run('simclr', 1), run('simclr', 2), run('barlow-twins', 1)];
  expect(trainingTable(runs)).toMatch(/\| simclr +\| +2\.0 \| +3,517 \| +20 \| +50 \| +\.300 \| +\.400 \|/);
  const plots = new Map(trainingPlots(runs));
  expect([...plots.keys()]).toEqual(['loss', 'rankme', 'minutes']);
  // Two points of the longest simclr and of barlow-twins: from 1 down to a quarter.
  expect(plots.get('loss')?.match(/<path d="M[^"]*L[^"]*" fill="none"/g)).toHaveLength(2);
  for (const svg of plots.values()) {
    expect(svg).not.toContain('NaN');
    for (const [, x = '', y = ''] of svg.matchAll(/<circle cx="([^"]+)" cy="([^"]+)"/g)) {
      expect(Number(x)).toBeLessThanOrEqual(720);
      expect(Number(y)).toBeLessThanOrEqual(360);
    }
  }
  expect(trainingTable([])).toContain('Not measured yet');
  expect(trainingPlots([])).toEqual([]);
});

test('docs/quality.md says what the records say', async () => {
  const page = await readFile(qualityPage, 'utf8');
  expect(
    withTables(
      page,
      await readRecords(),
      await readTrainingRuns(),
      await readContinualRuns(),
      await readInterestStudy(),
    ),
  ).toBe(page);
});

test('ways to follow a library have a row each, with what they forgot', () => {
  const run = (seed: number, last: number): ContinualRun => ({
    way: 'cosine',
    seed,
    papers: 100,
    found: [[0.9], [last, 0.8]],
    seconds: 60,
  });
  expect(continualTable([run(1, 0.7), run(2, 0.5)])).toMatch(
    /repeated cosine \| +2 \| +\.300 ± \.141 \| +\.600 ± \.141 \| +\.800 ± \.000 \| +1\.0 \|/,
  );
  expect(continualTable([])).toContain('Not measured yet');
});
