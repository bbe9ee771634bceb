// npm run reference -w packages/NAME: writes the package's REFERENCE.md from its exports and their docstrings.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readExports } from './reference/read-exports.ts';
import { referenceText } from './reference/reference-text.ts';
import type { Room } from './reference/room.ts';

const root = process.cwd();
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
const { rooms } = (await import(pathToFileURL(join(root, 'packaging/reference/rooms.ts')).href)) as {
  rooms: readonly Room[];
};
writeFileSync(join(root, 'REFERENCE.md'), referenceText(name, readExports(root), rooms));
