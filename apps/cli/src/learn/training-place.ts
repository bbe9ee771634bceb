import { mkdirSync, statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { defaultHome, lockFolder } from '@broadsheet/papers';
import { Failure } from '../failure.ts';
import { homeOf } from '../with-store.ts';

/** The folder of trainings under way: beside the embedded store, also where papers lie on a server. */
export function trainingFolder(command: Command): string {
  return join(resolve(homeOf(command) ?? defaultHome()), 'learn');
}

/** Keeps other trainings out of the folder until what is returned is called. @throws Failure where one is under way. */
export function lockTraining(folder: string): () => void {
  const lock = lockFolder(folder);
  if (lock.held) return lock.release;
  throw new Failure(
    `Process ${lock.owner} is training an encoder in ${folder}.`,
    'Wait until it is done, or end it with Ctrl-C; --resume goes on with it.',
  );
}

/**
 * Complains where the disk has not the room that a training needs.
 * @param papers Of which vectors will be kept, where that is on this disk; else 0.
 */
export function requireRoom(folder: string, papers: number): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  // Model, checkpoint and their copies; and of each paper up to 512 bytes, with its row and three indexes.
  const needed = 100 * 2 ** 20 + papers * 900;
  if (free >= needed) return;
  const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`;
  throw new Failure(
    `The disk of ${folder} has ${mebibytes(free)} left; learning from ${papers.toLocaleString('en')} papers takes ${mebibytes(needed)}.`,
    'Make room, or choose another folder with --home or BROADSHEET_HOME. Nothing was changed.',
  );
}
