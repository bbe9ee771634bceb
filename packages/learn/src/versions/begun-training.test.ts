import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointIn, forgetTraining, readBegunTraining, writeBegunTraining } from './begun-training.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-begun-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const begun = {
  part: { until: 12, share: 0.1 },
  seed: 3,
  threads: 1,
  epochs: 2,
  begunAt: '2026-03-10T12:00:00.000Z',
};

test('what was begun is read back until it is forgotten, and a new beginning leaves nothing of it', () => {
  expect(readBegunTraining(folder)).toBeNull();
  writeBegunTraining(folder, begun);
  expect(readBegunTraining(folder)).toEqual(begun);
  writeFileSync(checkpointIn(folder), 'half of it');
  writeBegunTraining(folder, { ...begun, seed: 4 });
  expect(existsSync(checkpointIn(folder))).toBe(false);
  expect(readBegunTraining(folder)).toMatchObject({ seed: 4 });
  forgetTraining(folder);
  expect(readBegunTraining(folder)).toBeNull();
});

test('a file that says something else is named', () => {
  writeFileSync(join(folder, 'training.json'), '{"seed": "x"}');
  expect(() => readBegunTraining(folder)).toThrow(/training\.json does not say what was begun/);
});
