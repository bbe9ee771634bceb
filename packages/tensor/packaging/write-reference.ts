// npm run reference -w packages/tensor: writes REFERENCE.md from the exports and their docstrings.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExports } from './reference/read-exports.ts';
import { referenceText } from './reference/reference-text.ts';

writeFileSync(join(import.meta.dirname, '../REFERENCE.md'), referenceText(readExports()));
