import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestDatabase } from '@broadsheet/papers/testing';

/** Where one run of the program keeps its papers, as environment variables. */
export interface Place {
  env: { BROADSHEET_HOME: string; DATABASE_URL: string };
  /** A folder that goes when the place is left. */
  folder: string;
  leave(): Promise<void>;
}

/**
 * A place of its own: a folder, or with `DATABASE_URL` a new database on that server.
 * @param like A place that nobody works in: the new one begins as its copy, which is quicker than making it again.
 * Without one, nothing is there yet.
 */
export async function freshPlace(like?: Pick<Place, 'env'>): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-'));
  const home = join(folder, 'home');
  const server = process.env['DATABASE_URL'];
  const database = server ? await makeTestDatabase(server, like?.env.DATABASE_URL) : null;
  if (like !== undefined && database === null)
    await cp(like.env.BROADSHEET_HOME, home, { recursive: true, preserveTimestamps: true });
  return {
    folder,
    env: { BROADSHEET_HOME: home, DATABASE_URL: database?.url ?? '' },
    async leave() {
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
