import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** PostgreSQL's clients look for `.s.PGSQL.<port>` in a folder; the number is only a name here. */
export const socketPort = 5432;

/** Unix socket addresses end at about 104 bytes, so a deep home folder gets a short one elsewhere. */
export function socketFolder(home: string): string {
  if (Buffer.byteLength(home) < 80) return home;
  return join(tmpdir(), `broadsheet-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
}

/**
 * Lets other processes of the same account use the embedded store while this one holds it: `broadsheet import`
 * works while the site runs. Speaks the Postgres protocol on a Unix socket that only the owner may open.
 */
export async function shareOnSocket(pglite: PGlite, home: string): Promise<{ close(): Promise<void> }> {
  const folder = socketFolder(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `.s.PGSQL.${socketPort}`);
  rmSync(path, { force: true });
  const server = new PGLiteSocketServer({ db: pglite, path, maxConnections: 16 });
  await server.start();
  return {
    async close() {
      await server.stop();
      rmSync(path, { force: true });
    },
  };
}
