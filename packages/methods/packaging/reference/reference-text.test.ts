import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readExports } from '../../../../packaging/reference/read-exports.ts';
import { referenceText } from '../../../../packaging/reference/reference-text.ts';
import { rooms } from './rooms.ts';

const root = join(import.meta.dirname, '../..');
const exports = readExports(root);

test('REFERENCE.md is what the sources say', () => {
  const written = readFileSync(join(root, 'REFERENCE.md'), 'utf8');
  const current = written === referenceText('@broadsheet/methods', exports, rooms);
  expect(current, 'Run npm run reference -w packages/methods.').toBe(true);
});

test('every function and class that is exported has a docstring', () => {
  const silent = exports.filter(({ text, signature }) => text === '' && /^(class|function)/.test(signature));
  expect(silent.map(({ name, file }) => `${name} in src/${file}`)).toEqual([]);
});
