import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { root } from '../root.ts';

/** The built site: an artefact that is loaded by its path. */
export const siteHandler = join(root, 'apps/web/build/handler.js');

/**
 * What the site is built from. The house's packages are loaded from their sources and need no build, but for those that
 * learn in the page.
 */
const sources = [
  'apps/web/src',
  'apps/web/static',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'package-lock.json',
  'packages/tensor/src',
  'packages/tensor/built',
  'packages/methods/src',
  'packages/methods/pages',
  'packages/lab/src/data',
  'data/digits.safetensors.gz',
];

/** Builds the site where that is not done yet, or its sources are newer. */
export async function buildSite(): Promise<void> {
  if (existsSync(siteHandler) && (await newestChange()) <= statSync(siteHandler).mtimeMs) return;
  if (process.stderr.isTTY) console.error('Building the site (once, some seconds) …');
  const { code, output } = await run('npm', ['run', 'build', '-w', 'apps/web']);
  if (code !== 0)
    throw new Failure(`The site could not be built:\n${output}`, 'Run `npm ci`, then try again.');
}

async function newestChange(): Promise<number> {
  const times = await Promise.all(sources.map((path) => newestUnder(join(root, path))));
  return Math.max(0, ...times);
}

async function newestUnder(path: string): Promise<number> {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  const entries = await readdir(path, { recursive: true });
  return Math.max(own.mtimeMs, ...entries.map((entry) => statSync(join(path, entry)).mtimeMs));
}

function run(command: string, parameters: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output }));
  });
}
