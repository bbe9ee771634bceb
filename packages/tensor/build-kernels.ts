// Compiles all kernels without relaxed multiply-add, those that live by multiplying with it, and the scan of codes. `--check` compiles into a folder of its own and says
// whether the committed files are those.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const builds = {
  plain: ['kernels/index.ts'],
  fused: ['kernels/products.ts', '--enable', 'relaxed-simd'],
  codes: ['kernels/codes.ts'],
};
const most = 60_000;

function compile(out: string, entry: readonly string[]): void {
  const options = [
    ...['--runtime', 'stub', '--noAssert', '--use', 'abort=', '--optimizeLevel', '3', '--shrinkLevel', '1'],
    ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    // Where the kernels' own numbers lie: behind the job block (src/backends/wasm/jobs.ts).
    ...['--memoryBase', '1024'],
    // 112: functions of ours that pass vectors to each other are not for other languages.
    ...['--enable', 'simd', '--enable', 'threads', '--disableWarning', '112'],
  ];
  execFileSync(process.execPath, [compiler, ...entry, '-o', out, ...options], {
    cwd: here,
    stdio: 'inherit',
  });
}

const checking = process.argv.includes('--check');
const folder = checking ? mkdtempSync(join(tmpdir(), 'kernels-')) : join(here, 'built');
let total = 0;
let stale = 0;
for (const [name, entry] of Object.entries(builds)) {
  const out = join(folder, `${name}.wasm`);
  compile(out, entry);
  const made = readFileSync(out);
  total += made.length;
  if (checking && !made.equals(readFileSync(join(here, 'built', `${name}.wasm`)))) {
    process.stderr.write(
      `built/${name}.wasm is not what kernels/ compiles to: run npm run kernels -w packages/tensor.\n`,
    );
    stale += 1;
  }
}
if (checking) rmSync(folder, { recursive: true });
process.stdout.write(`${total} bytes in all.\n`);
if (total > most) process.stderr.write(`That is more than ${most}.\n`);
process.exitCode = stale > 0 || total > most ? 1 : 0;
