import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestDatabase } from '@broadsheet/papers/testing';

/** Where one run of the program keeps its papers, as environment variables. */
export interface Place {
  env: Record<string, string>;
  /** A folder that goes when the place is left. */
  folder: string;
  leave(): Promise<void>;
}

/** A place of its own: a folder, or with `DATABASE_URL` a new database on that server. */
export async function freshPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  const server = process.env['DATABASE_URL'];
  const database = server ? await makeTestDatabase(server) : null;
  return {
    folder,
    env: { BROADSHEET_HOME: join(folder, 'home'), DATABASE_URL: database?.url ?? '' },
    async leave() {
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
