import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A name without a folder is looked up on the PATH, where it may be another Python than Debian's. */
const pythons = ['/usr/bin/python3', 'python3'];

/** A Python that has PyTorch; null where there is none. */
export function findTorch(): string | null {
  return pythons.find((name) => spawnSync(name, ['-c', 'import torch']).status === 0) ?? null;
}

/**
 * PyTorch's answers to requests, as files: computed in float64, which says what is right, and in float32.
 * @throws Error with what Python said where it fails.
 */
export function askTorch(python: string, requests: Uint8Array): { float64: Uint8Array; float32: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-torch-'));
  try {
    const asked = join(folder, 'requests.safetensors');
    writeFileSync(asked, requests);
    const answer = (dtype: string): Uint8Array => {
      const answers = join(folder, `${dtype}.safetensors`);
      const script = resolve(import.meta.dirname, 'answers.py');
      // -B: nothing is left beside the script.
      const run = spawnSync(python, ['-B', script, asked, answers, dtype], { encoding: 'utf8' });
      if (run.status !== 0)
        throw new Error(`${python} answers.py failed:\n${run.stderr || String(run.error)}`);
      return readFileSync(answers);
    };
    return { float64: answer('float64'), float32: answer('float32') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
