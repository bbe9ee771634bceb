import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readExports } from '../../../../packaging/reference/read-exports.ts';
import { referenceText } from '../../../../packaging/reference/reference-text.ts';
import { rooms } from './rooms.ts';

const exports = readExports(join(import.meta.dirname, '../..'));

test('REFERENCE.md is what the sources say', () => {
  const written = readFileSync(join(import.meta.dirname, '../../REFERENCE.md'), 'utf8');
  const current = written === referenceText('@broadsheet/tensor', exports, rooms);
  expect(current, 'Run npm run reference -w packages/tensor.').toBe(true);
});

test('every function and class that is exported has a docstring', () => {
  const silent = exports.filter(({ text, signature }) => text === '' && /^(class|function)/.test(signature));
  expect(silent.map(({ name, file }) => `${name} in src/${file}`)).toEqual([]);
});
