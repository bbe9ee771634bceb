import { join, resolve } from 'node:path';
import { prepareCapabilities } from './capabilities.ts';
import { makeDataFolder } from './data-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { connect, withoutPassword, type Connection } from './server.ts';
import { socketFolder, socketPort } from './shared-socket.ts';
import type { Store } from './store.ts';
import { startThread } from './thread-connection.ts';

export interface StoreOptions {
  /** Folder of the embedded store. Default: `BROADSHEET_HOME`, else `.broadsheet` in the working directory. */
  home?: string;
  /** `postgres://…`: a server instead of the embedded store. Default: `DATABASE_URL`. */
  databaseUrl?: string;
  /** Connections to a server at most. Default 10. */
  connections?: number;
}

/** A store that could not be opened, with what to do about it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly hint: string;
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** Where the embedded store lies when nobody says otherwise. */
export function defaultHome(): string {
  return resolve(process.env['BROADSHEET_HOME'] || '.broadsheet');
}

/**
 * Opens the store, brings its schema up to date and makes its indexes.
 *
 * Without a server's address this is PGlite in a folder. When another process has that folder open, its store is
 * used through its socket, so that commands work while the site runs.
 * @throws StoreError when the server does not answer, or the folder cannot be used.
 */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const databaseUrl = options.databaseUrl ?? process.env['DATABASE_URL'];
  if (databaseUrl) return openServer(databaseUrl, options.connections ?? 10);
  return openFolder(resolve(options.home ?? defaultHome()));
}

async function openServer(databaseUrl: string, connections: number): Promise<Store> {
  let location: string;
  try {
    location = withoutPassword(databaseUrl);
  } catch (error) {
    throw new StoreError(
      'DATABASE_URL is not an address.',
      'Write it as postgres://user:password@host:5432/database.',
      error,
    );
  }
  let connection: Connection;
  try {
    connection = await connect(
      { connectionString: databaseUrl, connectionTimeoutMillis: 10_000 },
      connections,
    );
  } catch (error) {
    throw new StoreError(
      `No connection to ${location}: ${describe(error)}.`,
      'Check that the server runs, and the user, password and database in DATABASE_URL.',
      error,
    );
  }
  return prepare('server', location, connection, connection.close);
}

async function openFolder(home: string): Promise<Store> {
  let lock;
  try {
    lock = lockFolder(home);
  } catch (error) {
    throw new StoreError(
      `The data folder ${home} cannot be used: ${describe(error)}.`,
      'Choose another with --home or BROADSHEET_HOME.',
      error,
    );
  }
  if (!lock.held) return openThroughOwner(home, lock.owner);
  try {
    const data = join(home, 'db');
    await makeDataFolder(data);
    const connection = await startThread({ data, home });
    const store = await prepare('embedded', home, connection, connection.close);
    return {
      ...store,
      async close() {
        await connection.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `The store in ${home} does not open: ${describe(error)}.`,
      'If the disk is full, make room. Else move the folder away and run `broadsheet restore` with your last backup.',
      error,
    );
  }
}

async function openThroughOwner(home: string, owner: number): Promise<Store> {
  const options = { host: socketFolder(home), port: socketPort, user: 'postgres', database: 'postgres' };
  let connection: Connection | null = null;
  // The owner may just be starting: it takes the lock first and offers the socket a few seconds later.
  const patience = Date.now() + 20_000;
  let reason: unknown;
  while (connection === null && Date.now() < patience) {
    try {
      connection = await connect({ ...options, connectionTimeoutMillis: 5_000 }, 1);
    } catch (error) {
      reason = error;
      await new Promise((wake) => setTimeout(wake, 250));
    }
  }
  if (connection === null) {
    throw new StoreError(
      `The store in ${home} is in use by process ${owner}, which does not let others in (${describe(reason)}).`,
      `Stop that process. If it is not Broadsheet, delete ${join(home, 'lock')} and try again.`,
      reason,
    );
  }
  return prepare('embedded', home, connection, connection.close);
}

async function prepare(
  kind: Store['kind'],
  location: string,
  connection: Connection,
  close: () => Promise<void>,
): Promise<Store> {
  try {
    await migrate(connection.transaction);
    const { capabilities, notices } = await prepareCapabilities(connection.transaction);
    return { kind, location, capabilities, notices, ...connection, close };
  } catch (error) {
    await close().catch(() => {});
    throw new StoreError(
      `The database at ${location} could not be prepared: ${describe(error)}.`,
      'The account needs the right to create tables. Nothing was changed.',
      error,
    );
  }
}

function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ');
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
