import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Setting } from './peer.ts';
import type { Command } from './run-peer.ts';
import {
  torchCandidates,
  torchCommand,
  torchPreset,
  torchTurns,
  type Torch,
  type TorchMemory,
} from './torch.ts';
import type { TaskName } from './values.ts';

export interface Peer {
  name: string;
  /** The most threads that it can use. */
  threads: number;
  command: (setting: Setting) => Command;
  /** All that may be fastest; which of them is gets tried. */
  candidates: (task: TaskName, threads: number) => Setting[];
  /** The likely fastest, for --quick. */
  preset: (task: TaskName, threads: number) => Setting;
  /** Given to the process as `tune` when it is to find the best of its other settings. */
  turns?: readonly string[];
  /** Too slow for --quick. */
  slow?: readonly TaskName[];
}

/** Name of our own row. */
export const own = 'Broadsheet';

/**
 * PyTorch twice, since a machine may care much: with its kernels and threads tuned and nothing else, and with its memory
 * kept between steps as well, which glibc is told by the environment.
 */
export const torchNames: Readonly<Record<TorchMemory, string>> = {
  'given back': 'PyTorch',
  kept: 'PyTorch, memory kept',
};

/** The likely fastest first. */
const jaxJsCandidates: Readonly<Partial<Record<TaskName, Setting[]>>> = {
  simclr: [{ mode: 'jit' }, { mode: 'eager' }],
  // Its own convolution takes minutes for a step; without `jit` windows do as well.
  conv: [{ mode: 'jit', convolution: 'windows' }],
  text: [{ mode: 'eager' }, { mode: 'jit' }],
  tfm: [{ mode: 'jit' }, { mode: 'eager' }],
  convForward: [{ convolution: 'own' }, { convolution: 'windows' }],
  convGradients: [{ convolution: 'windows' }, { convolution: 'own' }],
};

/** In the order of the tables. */
export function peersHere(torch: Torch | null): Peer[] {
  const node = (name: string) => () => ({
    program: process.execPath,
    script: resolve(import.meta.dirname, name),
  });
  const unset = { candidates: () => [{}], preset: () => ({}) };
  return [
    ...(torch === null
      ? []
      : (['given back', 'kept'] as const).map((memory) => ({
          name: torchNames[memory],
          threads: Infinity,
          command: (setting: Setting) => torchCommand(torch, setting),
          candidates: (_: TaskName, threads: number) => torchCandidates(threads, memory),
          preset: (task: TaskName, threads: number) => torchPreset(task, threads, memory),
          turns: torchTurns,
        }))),
    ...(existsSync(resolve(import.meta.dirname, 'broadsheet-peer.ts'))
      ? [{ name: own, threads: Infinity, command: node('broadsheet-peer.ts'), ...unset }]
      : []),
    {
      name: 'jax-js',
      threads: Infinity,
      command: node('jax-js-peer.ts'),
      candidates: (task) => jaxJsCandidates[task] ?? [{}],
      preset: (task) => jaxJsCandidates[task]?.[0] ?? {},
      slow: ['conv', 'convGradients', 'text'],
    },
    {
      name: 'TensorFlow.js',
      threads: 1,
      command: node('tfjs-peer.ts'),
      candidates: () => [{ mode: 'plain' }, { mode: 'patched' }],
      preset: () => ({ mode: 'patched' }),
      slow: ['conv', 'convGradients', 'text', 'bagGradient'],
    },
  ];
}
