import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { median } from '../median.ts';

/** How long a program waits for the engine's first step: what `first-step-peer.ts` measures, in several processes. */
export function firstStep(values: string, threads: number): string {
  const script = resolve(import.meta.dirname, 'first-step-peer.ts');
  const times = Array.from({ length: 7 }, () =>
    Number(execFileSync(process.execPath, [script, values, String(threads)], { encoding: 'utf8' })),
  );
  return (
    `From the import of Broadsheet to the end of the first step of tfm, ${threads} ${threads === 1 ? 'thread' : 'threads'}: ` +
    `${median(times).toFixed(0)} ms (${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms in ${times.length} processes).`
  );
}
