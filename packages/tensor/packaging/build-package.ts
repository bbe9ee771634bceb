import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Makes the package as it is published: compiled modules, their types, the kernels, and nothing to install beside it. */
export function buildPackage(out: string): void {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const lib = join(out, 'lib');
  execFileSync(process.execPath, [compiler, '-p', import.meta.dirname, '--outDir', lib], {
    stdio: 'inherit',
  });
  for (const file of globSync('**/*.{js,ts}', { cwd: lib })) nameCompiled(join(lib, file));
  cpSync(join(root, 'built'), join(out, 'built'), { recursive: true });
  for (const file of ['README.md', 'REFERENCE.md', '../../LICENSE'])
    copyFileSync(join(root, file), join(out, file.replace('../../', '')));
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(published(), null, 2)}\n`);
}

/** The compiler renames what scripts import; what types import, and the address of a worker, is left to us. */
function nameCompiled(file: string): void {
  const text = readFileSync(file, 'utf8');
  const named = text.replaceAll(/(from '\.[^']+|import\('\.[^']+|new URL\('\.[^']+)\.ts'/g, "$1.js'");
  if (named !== text) writeFileSync(file, named);
}

function published(): object {
  const { name, version, description, license, type, keywords, engines, exports } = manifest;
  const compiled = (file: string): object => {
    const module = file.replace('./src/', './lib/').replace(/\.ts$/, '');
    return { types: `${module}.d.ts`, default: `${module}.js` };
  };
  const doors = Object.entries(exports).map(([door, file]) => [door, compiled(file)]);
  return {
    ...{ name, version, description, keywords, license, type, engines },
    sideEffects: false,
    exports: { ...Object.fromEntries(doors), './package.json': './package.json' },
  };
}
