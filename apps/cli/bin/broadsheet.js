#!/usr/bin/env node
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// The program needs Node 24, which npm brings as a dependency; the machine's own may be older.
if (Number.parseInt(process.versions.node, 10) >= 24) {
  // What was compiled once, types stripped, is taken from a cache in the system's temporary folder.
  module.enableCompileCache?.();
  await import('../src/main.ts');
} else {
  const { resolve } = createRequire(import.meta.url);
  const node = join(dirname(resolve('node/package.json')), 'bin', 'node');
  // A large nursery for new objects costs an import 60 MiB (docs/decisions/005-ingest.md).
  const child = spawn(node, ['--max-semi-space-size=8', ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Node 24 could not be started (${error.message}). Run \`npm ci\` in Broadsheet's folder.`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + 15;
  });
}
