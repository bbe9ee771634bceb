import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notesOf } from '../run/run.ts';
import type { RunPlan } from '../run/run-plan.ts';
import { writeWhole } from './write-whole.ts';

const ending = '.checkpoint.safetensors';

/** A run that was interrupted. */
export interface Unfinished {
  readonly hash: string;
  readonly plan: RunPlan;
  /** Steps done. */
  readonly step: number;
  /** When its checkpoint was written. */
  readonly at: Date;
}

/** The checkpoints of runs under way, a file each in one folder, named after the run's hash. */
export class Checkpoints {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  pathOf(hash: string): string {
    return join(this.folder, `${hash}${ending}`);
  }

  write(hash: string, checkpoint: Uint8Array): Promise<void> {
    return writeWhole(this.pathOf(hash), checkpoint);
  }

  async read(hash: string): Promise<Uint8Array | null> {
    return readFile(this.pathOf(hash)).catch(() => null);
  }

  async remove(hash: string): Promise<void> {
    await rm(this.pathOf(hash), { force: true });
  }

  /** Those that can go on, the newest first. Files that cannot be read are passed over. */
  async list(): Promise<Unfinished[]> {
    const names = await readdir(this.folder).catch((): string[] => []);
    const found = await Promise.all(
      names
        .filter((name) => name.endsWith(ending))
        .map(async (name): Promise<Unfinished | null> => {
          try {
            const path = join(this.folder, name);
            const { hash, plan, step } = notesOf(await readFile(path));
            return { hash, plan, step, at: (await stat(path)).mtime };
          } catch {
            return null;
          }
        }),
    );
    return found.filter((one) => one !== null).sort((a, b) => b.at.getTime() - a.at.getTime());
  }
}
