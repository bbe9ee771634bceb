import { expect, test } from 'vitest';
import { describeColumn, readCell } from './table-columns.ts';
import { tableDataSet, type RawTable } from './table-data-set.ts';

const facts = { name: 'made.csv', licence: '', origin: '', checksum: '' };

function table(header: string[], ...rows: string[][]): RawTable {
  return { header, rows, lines: rows.map((_, i) => i + 2) };
}

test('columns are numbers where all that is there is one, else categories by how often they come', () => {
  expect(describeColumn('age', ['1', '3', '?', ' 5 '])).toMatchObject({ kind: 'numeric', mean: 3 });
  expect(describeColumn('same', ['2', '2'])).toEqual({ kind: 'numeric', name: 'same', mean: 2, deviation: 1 });
  const colours = describeColumn('colour', ['red', 'blue', 'blue', '', 'NA', '3']);
  expect(colours).toEqual({ kind: 'categorical', name: 'colour', categories: ['', 'blue', '3', 'red'] });
  expect(['blue', 'green', '', ' red'].map((cell) => readCell(colours, cell))).toEqual([1, 0, 0, 3]);
});

test('means and deviations are of the learning part alone, numbers come first, and missing ones are the mean', () => {
  const header = ['colour', 'size', 'kind'];
  const train = table(header, ['red', '1', 'a'], ['blue', '3', 'b'], ['red', '', 'a']);
  const data = tableDataSet(train, { ...facts, label: 'kind', test: table(header, ['green', '100', 'b']) });
  expect(data.train.inputs.columns.map(({ name }) => name)).toEqual(['size', 'colour']);
  expect([...data.train.inputs.values]).toEqual([-1, 1, 1, 2, 0, 1]);
  expect([...data.test.inputs.values]).toEqual([98, 0]);
  expect(data.classes).toEqual(['a', 'b']);
  expect([...(data.train.labels ?? [])]).toEqual([0, 1, 0]);
});

test('many numbers are targets, few are classes', () => {
  const rows = Array.from({ length: 50 }, (_, i) => [String(i % 7), String(i * 1.5)]);
  const data = tableDataSet(table(['x', 'y'], ...rows), { ...facts, label: 'y' });
  expect([data.classes, data.target, data.train.n, data.test.n]).toEqual([[], 'y', 40, 10]);
  const all = [...(data.train.targets ?? []), ...(data.test.targets ?? [])].sort((a, b) => a - b);
  expect(all).toEqual(rows.map(([, y]) => Number(y)));
  expect(tableDataSet(table(['x', 'y'], ...rows), { ...facts, label: 'x' }).classes).toHaveLength(7);
  const unlabelled = tableDataSet(table(['x', 'y'], ...rows), facts);
  expect([unlabelled.train.n, unlabelled.test.n, unlabelled.train.labels]).toEqual([50, 0, undefined]);
});

test('rows without a label, or of a class that nobody has learnt, cost only themselves', () => {
  const header = ['x', 'kind'];
  const train = table(header, ['1', 'a'], ['2', '?'], ['3', 'b']);
  const data = tableDataSet(train, { ...facts, label: 'kind', test: table(header, ['1', 'c'], ['2', 'b']) });
  expect([data.train.n, data.test.n]).toEqual([2, 1]);
  expect(data.faults).toEqual([
    { where: 'made.csv, line 3', what: 'no kind' },
    { where: 'made.csv, line 2', what: 'its class is not among those to learn from' },
  ]);
});

test('columns are found by name where an encoder knows them, in whatever order the file has them', () => {
  const known = tableDataSet(table(['x', 'c'], ['1', 'u'], ['3', 'v']), facts).train.inputs.columns;
  const read = (raw: RawTable) => tableDataSet(raw, { ...facts, columns: known }).train.inputs.values;
  expect([...read(table(['c', 'more', 'x'], ['v', '9', '3']))]).toEqual([1, 2]);
  expect(() => read(table(['c'], ['v']))).toThrow('has no column "x", which the encoder reads');
  expect(() => tableDataSet(table(['x'], ['1']), { ...facts, label: 'y' })).toThrow('It has: x.');
});
