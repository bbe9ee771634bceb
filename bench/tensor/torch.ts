/**
 * PyTorch from Debian (`apt-get install python3-torch libopenblas0-pthread`) with the settings that are best for it
 * here. Its traps: an OpenBLAS that is older than the processor falls back to a kernel for a much older one (3.7 times
 * slower), the best number of threads differs from step to step, and glibc gives every large tensor back to the kernel
 * and takes it anew, page by page, which costs more than the arithmetic where pages are dear (virtual machines).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Setting } from './peer.ts';
import type { Command } from './run-peer.ts';
import type { TaskName } from './values.ts';

/** A name without a folder is looked up on the PATH, where it may be another Python than Debian's. */
const pythons = ['/usr/bin/python3', 'python3'];

export interface Torch {
  python: string;
  /** For OPENBLAS_CORETYPE; null where OpenBLAS finds the best one by itself. */
  core: string | null;
  /** GFLOP/s of a product of 1,024³ with each. */
  cores: Readonly<Record<string, number>>;
}

/** @returns null where PyTorch is not installed. */
export function findTorch(): Torch | null {
  const python = pythons.find((name) => spawnSync(name, ['-c', 'import torch']).status === 0);
  if (python === undefined) return null;
  const cores: Record<string, number> = {};
  // In turns, and the fastest counts: a slow spell of the machine must not choose.
  for (let turn = 0; turn < 3; turn++)
    for (const core of [null, ...coresOfThisProcessor()]) {
      const name = core ?? 'found by itself';
      cores[name] = Math.max(cores[name] ?? 0, productSpeed(python, core));
    }
  const [best, speed] = Object.entries(cores).reduce((one, other) => (other[1] > one[1] ? other : one));
  const own = cores['found by itself'] ?? 0;
  return { python, core: own > 0.95 * speed ? null : best, cores };
}

/** Settings that only the environment of the process can have, taken from `setting`. */
export function torchCommand({ python, core }: Torch, setting: Setting): Command {
  return {
    program: python,
    script: resolve(import.meta.dirname, 'torch-peer.py'),
    environment: {
      OPENBLAS_NUM_THREADS: String(setting['blas']),
      OMP_NUM_THREADS: String(setting['threads']),
      ...(core !== null && { OPENBLAS_CORETYPE: core }),
      ...(setting['memory'] === 'kept' && {
        MALLOC_MMAP_THRESHOLD_: String(2 ** 32),
        MALLOC_TRIM_THRESHOLD_: String(2 ** 36),
      }),
    },
  };
}

/** Large tensors go back to the kernel when they are freed, as they do by default; or stay with the process. */
export type TorchMemory = 'given back' | 'kept';

/** Threads of OpenBLAS and of PyTorch itself that can be best. */
export function torchCandidates(threads: number, memory: TorchMemory): Setting[] {
  if (threads === 1) return [{ blas: 1, threads: 1, memory }];
  return [
    { blas: threads, threads: 1, memory },
    { blas: 1, threads, memory },
    { blas: threads, threads, memory },
  ];
}

/** What was best on most machines, for a look that has no time to try. */
export function torchPreset(task: TaskName, threads: number, memory: TorchMemory): Setting {
  const product = task === 'simclr' || task.startsWith('matmul');
  return {
    blas: product ? threads : 1,
    threads: product ? 1 : threads,
    memory,
    ...(task.startsWith('conv') && { channels_last: true }),
  };
}

/** Settings that torch-peer.py tries turned, one after another, keeping what is faster. */
export const torchTurns = ['sparse', 'channels_last', 'without_mkldnn', 'foreach', 'flush_denormal'];

function coresOfThisProcessor(): string[] {
  let flags: string;
  try {
    flags = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return [];
  }
  return [
    ...(/\bavx512f\b/.test(flags) ? ['SkylakeX'] : []),
    ...(/\bavx512_bf16\b/.test(flags) ? ['Cooperlake'] : []),
    ...(/\bavx2\b/.test(flags) ? ['Haswell', 'Zen'] : []),
  ];
}

/** With NumPy, which takes the same OpenBLAS as PyTorch and starts sooner. */
function productSpeed(python: string, core: string | null): number {
  const program = `
import numpy, time
a = numpy.ones((1024, 1024), numpy.float32)
def once():
    start = time.perf_counter(); a @ a; return time.perf_counter() - start
print(2 * 1024**3 / min(once() for _ in range(12)) / 1e9)`;
  const env = {
    ...process.env,
    OPENBLAS_NUM_THREADS: '1',
    ...(core !== null && { OPENBLAS_CORETYPE: core }),
  };
  return Number(spawnSync(python, ['-c', program], { env, encoding: 'utf8' }).stdout);
}
