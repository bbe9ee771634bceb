import { parentPort, workerData } from 'node:worker_threads';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import { startId, type PlainError, type Reply, type Request, type ThreadData } from './embedded-messages.ts';
import { startPglite } from './embedded.ts';
import { shareOnSocket } from './shared-socket.ts';

/**
 * The embedded database's own thread: SQL runs here while the program reads, renders and answers on its own. Serves the
 * program by messages (thread-connection.ts) and other processes by a socket.
 */
const port = parentPort;
if (port === null) throw new Error('This file is a thread of Broadsheet, not a program.');
const { data, home } = workerData as ThreadData;

/** Thrown inside of a transaction to undo it. */
const undo = new Error('rollback');

interface Open {
  inside: Transaction;
  end(how: 'commit' | 'rollback'): void;
  /** Settles when the database has committed or undone it. */
  ended: Promise<void>;
}
const open = new Map<number, Open>();

try {
  const pglite = await startPglite(data);
  const socket = await shareOnSocket(pglite, home);
  port.on('message', (request: Request) => {
    void answer(pglite, socket, request).then((reply) => port.postMessage(reply));
  });
  port.postMessage({ id: startId, rows: [] } satisfies Reply);
} catch (error) {
  port.postMessage({ id: startId, error: plain(error) } satisfies Reply);
}

async function answer(pglite: PGlite, socket: { close(): Promise<void> }, request: Request): Promise<Reply> {
  const { id } = request;
  try {
    switch (request.do) {
      case 'query': {
        const session = request.transaction === null ? pglite : held(request.transaction).inside;
        return { id, rows: (await session.query<object>(request.sql, request.parameters)).rows };
      }
      case 'script':
        return { id, rows: (await pglite.exec(request.sql)).flatMap(({ rows }) => rows as object[]) };
      case 'begin':
        await begin(pglite, request.transaction);
        return { id, rows: [] };
      case 'commit':
      case 'rollback': {
        const transaction = held(request.transaction);
        open.delete(request.transaction);
        transaction.end(request.do);
        await transaction.ended;
        return { id, rows: [] };
      }
      case 'close':
        await socket.close();
        await pglite.close();
        return { id, rows: [] };
    }
  } catch (error) {
    return { id, error: plain(error) };
  }
}

/** Resolves when the transaction has the session to itself. */
function begin(pglite: PGlite, transaction: number): Promise<void> {
  return new Promise((begun, failed) => {
    const ended = pglite
      .transaction(
        (inside) =>
          new Promise<void>((commit, rollback) => {
            open.set(transaction, {
              inside,
              end: (how) => (how === 'commit' ? commit() : rollback(undo)),
              get ended() {
                return ended;
              },
            });
            begun();
          }),
      )
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    // Before it has begun nobody waits for its end.
    ended.catch(failed);
  });
}

function held(transaction: number): Open {
  const found = open.get(transaction);
  if (found === undefined) throw new Error('This transaction is over.');
  return found;
}

function plain(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error), details: {} };
  const details = Object.entries(error).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return { message: error.message, details: Object.fromEntries(details) };
}
