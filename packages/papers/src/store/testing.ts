import { randomBytes } from 'node:crypto';
import { prepareCapabilities } from './capabilities.ts';
import { overPglite, startPglite } from './embedded.ts';
import { migrate } from './migrate.ts';
import { connect, type Connection } from './server.ts';
import type { Store } from './store.ts';

let snapshot: Promise<Blob> | undefined;

/**
 * An empty store for one test, with its schema in place: PGlite in memory, or, when `DATABASE_URL` is set, a
 * database of its own on that server. Close it; closing drops what was made.
 */
export async function openTestStore(): Promise<Store> {
  const databaseUrl = process.env['DATABASE_URL'];
  return databaseUrl ? openOnServer(databaseUrl) : openInMemory();
}

/** A new, empty database on the server at `databaseUrl`, whose account must have the right to create one. */
export async function makeTestDatabase(
  databaseUrl: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `broadsheet_test_${randomBytes(6).toString('hex')}`;
  const owner = await connect({ connectionString: databaseUrl }, 1);
  await owner.query(`create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await owner.query(`drop database ${name} with (force)`);
      await owner.close();
    },
  };
}

/** Making a database costs seconds, copying a made one does not: the first call in a process pays for all. */
async function openInMemory(): Promise<Store> {
  snapshot ??= makeSnapshot();
  return finish('embedded', 'memory', overPglite(await startPglite('memory://', await snapshot)));
}

async function makeSnapshot(): Promise<Blob> {
  const pglite = await startPglite('memory://');
  await finish('embedded', 'memory', overPglite(pglite));
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  return dump;
}

async function openOnServer(databaseUrl: string): Promise<Store> {
  const database = await makeTestDatabase(databaseUrl);
  const connection = await connect({ connectionString: database.url }, 4);
  return finish('server', new URL(database.url).pathname, {
    ...connection,
    async close() {
      await connection.close();
      await database.drop();
    },
  });
}

async function finish(kind: Store['kind'], location: string, connection: Connection): Promise<Store> {
  await migrate(connection.transaction);
  const { capabilities, notices } = await prepareCapabilities(connection);
  return { kind, location, capabilities, notices, ...connection };
}
