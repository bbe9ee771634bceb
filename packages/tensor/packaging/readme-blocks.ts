import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The README's pieces of TypeScript; the training loop is the first one. */
export function readmeBlocks(): [loop: string, ...others: string[]] {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code as string);
  return blocks as [string, ...string[]];
}

/** All of them as one program: each in a block of its own after the loop, whose names they use. */
export function readmeProgram(): string {
  const [loop, ...others] = readmeBlocks();
  const imports = /^import .*;\n/gm;
  const head = [loop, ...others].flatMap((code) => code.match(imports) ?? []).join('');
  const bodies = others.map((code) => `{\n${code.replace(imports, '')}}\n`);
  return `${head}${loop.replace(imports, '')}${bodies.join('')}`;
}
