import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolder, readWanted, type DataError } from './data-folder.ts';
import { knownDataSets, readDataSet } from './data-sets.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-lab-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('digits ship: 6,500 to learn from and 1,500 others, of every kind', async () => {
  const data = await readDataSet({ name: 'digits' }, folder);
  expect([data.train.n, data.test.n, data.train.labels?.length]).toEqual([6500, 1500, 6500]);
  expect([...new Set(data.test.labels)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const { pixels } = data.train.inputs as Extract<typeof data.train.inputs, { kind: 'images' }>;
  expect(pixels.reduce((most, level) => Math.max(most, level), 0)).toBe(255);
  expect(data.checksum).toMatch(/^[0-9a-f]{64}$/);
  expect((await readDataSet({ name: 'digits', limit: 100 }, folder)).train.n).toBe(100);
  expect((await readDataSet({ name: 'digits', perClass: 3 }, folder)).train.n).toBe(30);
});

test('a data set that is not there says which files are wanted, where, and their checksums', async () => {
  const error = (await readDataSet({ name: 'cifar10' }, folder).catch(
    (caught: unknown) => caught,
  )) as DataError;
  expect(error.message).toBe(`The data set cifar10 is not in ${folder}.`);
  expect(error.hint).toMatch(
    /cifar10\/test_4000\.labels\.u8 {2}SHA-256 d1b706|cifar10\/.* {2}SHA-256 [0-9a-f]{64}/,
  );
});

test('a file that is another one is refused', async () => {
  await writeFile(join(folder, 'a.bin'), 'other');
  await expect(readWanted('a', [{ path: 'a.bin', sha256: '0'.repeat(64) }], folder)).rejects.toThrow(
    'another than a wants',
  );
});

test('folders are looked through one after the other', async () => {
  await writeFile(join(folder, 'b.bin'), 'here');
  const sha256 = '9a9c29b2ea3ddb3ea3ec3fb8d64bdb7fb5c4b6a5ca77ca2d5c4d8c0f6a7c9b11';
  const both = dataFolder([join(folder, 'nowhere'), folder].join(delimiter));
  // It was found, since its checksum is what is wrong.
  await expect(readWanted('b', [{ path: 'b.bin', sha256 }], both)).rejects.toThrow('another than b wants');
});

test('one’s own files are known by their endings', async () => {
  await writeFile(join(folder, 'mine.csv'), 'x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n');
  await writeFile(join(folder, 'mine.jsonl'), '{"text":"one"}\n{"text":"two"}\n');
  const table = await readDataSet({ name: join(folder, 'mine.csv'), label: 'y' });
  expect([table.kind, table.classes, table.train.n, table.test.n]).toEqual(['table', ['a', 'b'], 4, 1]);
  expect((await readDataSet({ name: join(folder, 'mine.jsonl') })).train.n).toBe(2);
  await writeFile(join(folder, 'no.csv.gz'), 'no gzip');
  await expect(readDataSet({ name: join(folder, 'no.csv.gz') })).rejects.toThrow('cannot be unpacked');
  await expect(readDataSet({ name: join(folder, 'a.bin') })).rejects.toThrow('cannot be told by its name');
  await expect(readDataSet({ name: 'nothing' })).rejects.toThrow('There are no data named nothing');
});

const shared =
  process.env['BROADSHEET_LAB_DATA'] ??
  fileURLToPath(new URL('../../../../../shared/data/small', import.meta.url));

describe.skipIf(!existsSync(join(shared, 'cifar10')))('in the laboratory’s folder', () => {
  const expected: Record<string, [number, number]> = {
    cifar10: [12_000, 4_000],
    adult: [32_561, 16_281],
    'california-housing': [16_512, 4_128],
    titanic: [713, 178],
    ionosphere: [281, 70],
  };
  test.each(Object.entries(expected))('%s is read whole', async (name, sizes) => {
    expect(knownDataSets.some((known) => known.name === name)).toBe(true);
    const data = await readDataSet({ name }, shared);
    expect([data.train.n, data.test.n]).toEqual(sizes);
    expect(data.faults).toEqual([]);
    for (const { inputs, n, labels, targets } of [data.train, data.test]) {
      if (inputs.kind === 'table') expect(inputs.values.every(Number.isFinite)).toBe(true);
      if (inputs.kind === 'images') expect(inputs.pixels.length).toBe(n * 3072);
      expect((labels ?? targets)?.length).toBe(n);
    }
  });
});
