import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pieces of TypeScript in the README of a package's folder; the first one begins, and the others go on with its names. */
export function readmeBlocks(root: string): [first: string, ...others: string[]] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code as string);
  return blocks as [string, ...string[]];
}

/** All of them as one program: each in a block of its own after the first, whose names they use. */
export function readmeProgram(root: string): string {
  const [first, ...others] = readmeBlocks(root);
  const imports = /^import .*?;\n/gms;
  const lines = [first, ...others].flatMap((code) => code.match(imports) ?? []);
  const head = [...new Set(lines)].join('');
  const bodies = others.map((code) => `{\n${code.replace(imports, '')}}\n`);
  return `${head}${first.replace(imports, '')}${bodies.join('')}`;
}
