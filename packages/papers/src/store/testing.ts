import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/**
 * A new database on the server at `databaseUrl`, whose account must have the right to create one.
 * @param like Address of a database there that nobody uses: the new one is its copy. Else it is empty.
 */
export async function makeTestDatabase(
  databaseUrl: string,
  like?: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `broadsheet_test_${randomBytes(6).toString('hex')}`;
  const owner = await connect({ connectionString: databaseUrl }, 1);
  const template = like === undefined ? '' : ` template ${new URL(like).pathname.slice(1)}`;
  await owner.query(`create database ${name}${template}`);
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

/** Makes what `openTestStore` copies, where it is not there yet: once for all that run at the same time. */
export async function prepareTestStores(): Promise<void> {
  if (!process.env['DATABASE_URL']) await readSnapshot();
}

async function openInMemory(): Promise<Store> {
  snapshot ??= readSnapshot();
  return finish('embedded', 'memory', overPglite(await startPglite('memory://', await snapshot)));
}

/**
 * Making a database costs five seconds, copying a made one does not: the first call ever pays for all. Its copy is named
 * after what it follows from, so that another schema, or another PGlite, never meets an old one.
 */
async function readSnapshot(): Promise<Blob> {
  const file = join(cache, `test-store-${fingerprint()}.tar`);
  if (!existsSync(file)) {
    const pglite = await startPglite('memory://');
    await finish('embedded', 'memory', overPglite(pglite));
    const dump = await pglite.dumpDataDir('none');
    await pglite.close();
    mkdirSync(cache, { recursive: true });
    // Another test file may be at it too: whichever is renamed last is whole as well.
    const own = `${file}.${process.pid}`;
    writeFileSync(own, Buffer.from(await dump.arrayBuffer()));
    renameSync(own, file);
  }
  return openAsBlob(file);
}

const cache = fileURLToPath(new URL('../../../../node_modules/.cache/broadsheet', import.meta.url));

/** Of everything that an empty store follows from; package.json pins PGlite and its extensions. */
function fingerprint(): string {
  const folder = new URL('../../migrations/', import.meta.url);
  const migrations = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const hash = createHash('sha256');
  for (const file of [
    new URL('../../package.json', import.meta.url),
    ...['embedded.ts', 'capabilities.ts', 'lexical-index.ts', '../analysis/analyse.ts'].map(
      (name) => new URL(name, import.meta.url),
    ),
    ...migrations.sort().map((name) => new URL(name, folder)),
  ])
    hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
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
  const { capabilities, notices } = await prepareCapabilities(connection.transaction);
  return { kind, location, capabilities, notices, ...connection };
}
