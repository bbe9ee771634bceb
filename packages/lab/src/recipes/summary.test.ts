import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findRow } from '../rows/rows.ts';
import type { LabRecord } from '../run/run-record.ts';
import { summaryTable } from '../report/summary-table.ts';
import { isMethodArm, type Recipe } from './recipe.ts';
import { findRecipe, recipes } from './recipes.ts';
import { recipeSummary, summarise } from './summary.ts';

const plan = { method: 'none', encoder: { kind: 'raw' }, data: { name: 'digits' } };

const recipe: Recipe = {
  row: 1,
  id: 'simclr',
  claim: { theirs: 'theirs', ours: 'ours' },
  arms: [
    { name: 'mine', label: 'Mine', plan },
    { name: 'base', label: 'Base', baseline: true, plan },
    { name: 'fixed', label: 'Fixed', baseline: true, once: true, plan },
  ],
  metric: 'linearProbe',
  expects: [
    { says: 'above the base', metric: 'linearProbe', arm: 'mine', over: 'base', atLeast: 0 },
    { says: 'above what is fixed', metric: 'linearProbe', arm: 'mine', over: 'fixed', atLeast: 0.05 },
    { says: 'not too high', metric: 'linearProbe', arm: 'mine', atMost: 0.9 },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 1, on: '2 cores' },
};

const record = (seed: number, linearProbe: number): LabRecord => ({
  version: 1,
  kind: 'analysis',
  id: `${seed}`,
  hash: '',
  seed,
  code: { version: '0', commit: null, clean: null },
  machine: { processor: '', cores: 1, threads: 1, runtime: '', backend: 'wasm', build: 'plain' },
  started: `2026-01-0${seed}T00:00:00.000Z`,
  seconds: { training: 1, evaluation: 2 },
  row: 'simclr',
  arm: '',
  metrics: { linearProbe },
  series: [],
});

const all = (mine: number[], base: number[], fixed = [0.5]) =>
  summarise(
    recipe,
    new Map(
      Object.entries({ mine, base, fixed }).map(([name, values]) => [
        name,
        values.map((value, i) => record(i + 1, value)),
      ]),
    ),
  );

test('differences are taken seed by seed, and hold where they are beyond their standard error', () => {
  // Differences of 0.1, 0.1 and 0.1, though the values spread widely.
  const summary = all([0.6, 0.7, 0.8], [0.5, 0.6, 0.7]);
  expect(summary.expectations[0]).toMatchObject({ holds: true });
  expect(summary.expectations[0]?.mean).toBeCloseTo(0.1);
  expect(summary.expectations[0]?.error).toBeCloseTo(0);
  expect(summary.expectations[1]?.mean).toBeCloseTo(0.2);
  expect(summary).toMatchObject({
    shows: true,
    complete: true,
    seconds: 21,
    newest: '2026-01-03T00:00:00.000Z',
  });
  expect(recipeSummary.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
  expect(summaryTable(summary)).toContain('The claim shows.');
});

test('a gap is larger here than there by what is left of both differences', () => {
  const wider: Recipe = {
    ...recipe,
    expects: [
      {
        says: 'a larger gap',
        metric: 'linearProbe',
        arm: 'mine',
        over: 'fixed',
        beyond: { arm: 'base', over: 'fixed' },
        atLeast: 0.2,
      },
    ],
  };
  const records = { mine: [0.9, 0.8], base: [0.6, 0.5], fixed: [0.5] };
  const made = new Map(
    Object.entries(records).map(([name, values]) => [name, values.map((value, i) => record(i + 1, value))]),
  );
  const [found] = summarise(wider, made).expectations;
  expect(found?.mean).toBeCloseTo(0.3);
  expect(found?.holds).toBe(true);
});

test('a mean above by less than its error shows nothing', () => {
  const summary = all([0.9, 0.5, 0.7], [0.6, 0.6, 0.6]);
  expect(summary.expectations[0]?.mean).toBeCloseTo(0.1);
  expect(summary.expectations[0]?.holds).toBe(false);
  expect(summary).toMatchObject({ shows: false, complete: true });
  expect(summaryTable(summary)).toContain('The claim does not show.');
});

test('two seeds, a missing arm or a broken upper bound show nothing', () => {
  expect(all([0.6, 0.7], [0.5, 0.6])).toMatchObject({ shows: false, complete: false });
  const missing = all([0.6, 0.7, 0.8], []);
  expect(missing.expectations[0]).toMatchObject({ mean: null, holds: false });
  expect(missing.shows).toBe(false);
  expect(summaryTable(missing)).toContain('not run yet');
  expect(all([0.95, 0.95, 0.95], [0.5, 0.5, 0.5]).shows).toBe(false);
});

test('recipes are of rows, with arms that their expectations name, and seeds enough to show something', () => {
  for (const { id, row, arms, derived = [], expects, seeds, metric } of recipes) {
    expect(findRow(id)?.number).toBe(row);
    const names = [...arms, ...derived].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    // A theory may be compared with what it says itself, and settings with each other.
    if (arms.some(isMethodArm) && derived.length === 0)
      expect(arms.some(({ baseline }) => baseline)).toBe(true);
    for (const { arm, over, beyond } of expects)
      expect(names).toEqual(
        expect.arrayContaining([arm, over, beyond?.arm, beyond?.over].filter((name) => name !== undefined)),
      );
    expect(expects.some((one) => one.metric === metric)).toBe(true);
    expect(seeds.length).toBeGreaterThanOrEqual(3);
  }
  expect(() => findRecipe('nothing')).toThrow('There are: simclr');
});

test('a recipe has a file of its own, named after its row', () => {
  for (const { id } of recipes)
    expect(readFileSync(new URL(`${id}.ts`, import.meta.url), 'utf8')).toContain('Recipe');
});

test('what follows from several arms is made of each seed that all of them have', () => {
  const derived: Recipe = {
    ...recipe,
    derived: [
      {
        name: 'gap',
        label: 'Gap',
        metrics: (of) => ({ gap: (of[0]?.['linearProbe'] ?? 0) - (of[2]?.['linearProbe'] ?? 0) }),
      },
    ],
    expects: [{ says: 'a gap', metric: 'gap', arm: 'gap', atLeast: 0.15 }],
  };
  const records = new Map([
    ['mine', [record(1, 0.7), record(2, 0.8)]],
    ['base', [record(1, 0.5)]],
    ['fixed', [record(1, 0.5)]],
  ]);
  const { arms, expectations } = summarise(derived, records);
  expect(arms.at(-1)).toMatchObject({
    name: 'gap',
    seeds: [1],
    metrics: { gap: { mean: expect.closeTo(0.2, 9) } },
  });
  expect(expectations[0]).toMatchObject({ holds: true, mean: expect.closeTo(0.2, 9) });
});
