import { Worker } from 'node:worker_threads';
import { startId, type Reply, type Request, type ThreadData } from './embedded-messages.ts';
import { Jsonb } from './jsonb.ts';
import type { Connection } from './server.ts';

/** A request without its id; `Omit` over each form of the union. */
type Wanted<R = Request> = R extends Request ? Omit<R, 'id'> : never;

/**
 * Starts the embedded database on a thread of its own (embedded-thread.ts) and gives the common interface to it. There is
 * one session: queries queue behind an open transaction.
 * @throws Error when the folder's database does not start.
 */
export async function startThread(place: ThreadData): Promise<Connection> {
  const worker = new Worker(new URL('./embedded-thread.ts', import.meta.url), {
    workerData: place,
    // Its own objects are few and short-lived; the database's memory is not among them.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const waiting = new Map<number, { resolve(rows: object[]): void; reject(error: Error): void }>();
  let last: number = startId;
  let gone: Error | null = null;

  const end = (error: Error) => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('rows' in reply) asked?.resolve(reply.rows);
    else asked?.reject(Object.assign(new Error(reply.error.message), reply.error.details));
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The embedded database has stopped')));

  const expectReply = (id: number) =>
    new Promise<object[]>((resolve, reject) => {
      if (gone !== null) reject(gone);
      else waiting.set(id, { resolve, reject });
    });
  const ask = (wanted: Wanted, givenAway: readonly ArrayBuffer[] = []): Promise<object[]> => {
    const id = ++last;
    const reply = expectReply(id);
    worker.postMessage({ ...wanted, id } as Request, givenAway);
    return reply;
  };
  const queryIn =
    (transaction: number | null) =>
    async <Row extends object>(sql: string, given: unknown[] = []) => {
      const parameters = given.map((value) => (value instanceof Jsonb ? value.bytes : value));
      const bytes = given.flatMap((value) =>
        value instanceof Jsonb ? (value.bytes.buffer as ArrayBuffer) : [],
      );
      return (await ask({ do: 'query', sql, parameters, transaction }, bytes)) as Row[];
    };

  try {
    await expectReply(startId);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  let transactions = 0;
  return {
    query: queryIn(null),
    script: (sql) => ask({ do: 'script', sql }),
    async transaction(work) {
      const transaction = ++transactions;
      await ask({ do: 'begin', transaction });
      try {
        const result = await work({ query: queryIn(transaction) });
        await ask({ do: 'commit', transaction });
        return result;
      } catch (error) {
        // Where the commit itself failed, there is nothing left to undo.
        await ask({ do: 'rollback', transaction }).catch(() => {});
        throw error;
      }
    },
    async close() {
      await ask({ do: 'close' });
      await worker.terminate();
    },
  };
}
