import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readmeBlocks, readmeProgram } from '../../../packaging/readme-blocks.ts';
import { buildPackage } from './build-package.ts';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const root = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'tensor-package-'));
const program = join(home, 'stranger');

function run(command: string, ...options: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, options, { cwd: program, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${options.join(' ')}:\n${stdout}${stderr}`);
  return stdout;
}

// As a stranger has it: built, packed, installed from the archive into a folder of its own.
beforeAll(() => {
  const built = join(home, 'dist');
  buildPackage(built);
  mkdirSync(program);
  writeFileSync(join(program, 'package.json'), '{ "type": "module" }');
  const [packed] = JSON.parse(run('npm', 'pack', built, '--json')) as { filename: string }[];
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', join(program, packed?.filename ?? ''));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the published package', () => {
  test('asks for nothing else', () => {
    const manifest = JSON.parse(
      readFileSync(join(program, 'node_modules/@broadsheet/tensor/package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(manifest['dependencies']).toBeUndefined();
    expect(manifest['private']).toBeUndefined();
    expect(run('npm', 'ls', '--all', '--parseable').trim().split('\n')).toHaveLength(2);
  });

  test('runs the README’s training loop on two threads', () => {
    writeFileSync(join(program, 'loop.ts'), readmeBlocks(root)[0]);
    const losses = [...run(process.execPath, 'loop.ts').matchAll(/^step \d+, loss (\S+)$/gm)].map(
      ([, loss]) => Number(loss),
    );
    expect(losses).toHaveLength(4);
    expect(losses.at(-1)).toBeLessThan(0.2);
  });

  test('runs everything else in the README, with types that a strict program accepts', () => {
    writeFileSync(join(program, 'readme.ts'), `${readmeProgram(root)}\nconsole.log('done');\n`);
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024'];
    expect(run(process.execPath, compiler, ...options, 'readme.ts')).toBe('');
    expect(run(process.execPath, 'readme.ts').trim().split('\n').at(-1)).toBe('done');
  });
});
