import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import type { Place } from './fresh-place.ts';

/** The repository's folder. */
export const root = join(import.meta.dirname, '../..');

const program = join(root, 'apps/cli/bin/broadsheet.js');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Starts `broadsheet …` as a process of its own, in a place of its own. */
export function spawnProgram(
  parameters: readonly string[],
  place: Pick<Place, 'env'>,
  env: Record<string, string> = {},
  cwd: string = root,
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...parameters], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', NODE_ENV: 'production', ...place.env, ...env },
  });
}

/** Runs `broadsheet …` to its end. */
export async function runProgram(
  parameters: readonly string[],
  place: Pick<Place, 'env'>,
  { input, env, cwd }: { input?: string | Uint8Array; env?: Record<string, string>; cwd?: string } = {},
): Promise<Ended> {
  const child = spawnProgram(parameters, place, env, cwd);
  // A program that ends without reading its input closes the pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return ended(child);
}

/** What a process has written and how it ended. Ask before it writes. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
