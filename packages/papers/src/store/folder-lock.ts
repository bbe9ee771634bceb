import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One process at a time may open an embedded store: two would corrupt it. The lock is a file with the owner's
 * process id, made with the exclusive flag; a file whose owner is gone (kill -9) is stale and taken over.
 */
export type FolderLock = { held: true; release(): void } | { held: false; owner: number };

export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return { held: true, release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const owner = readOwner(file);
      if (owner !== null && owner !== process.pid && isAlive(owner)) return { held: false, owner };
      rmSync(file, { force: true });
    }
  }
  throw new Error(`Could not lock ${folder}: another process keeps taking the lock. Try again.`);
}

function readOwner(file: string): number | null {
  try {
    const owner = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(owner) && owner > 0 ? owner : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
