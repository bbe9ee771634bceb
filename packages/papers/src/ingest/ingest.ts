import { setImmediate as takeTurns } from 'node:timers/promises';
import type { ReadItem, Reject } from '../record/reject.ts';
import type { Store } from '../store/store.ts';
import { admit, type Admitted } from './admit.ts';
import { beginBulk, settle } from './bulk.ts';
import { resolveBatch } from './resolve.ts';
import { writeGroups } from './write.ts';

/** Records to a transaction: large enough that SQL's fixed costs vanish, small enough to lose little at a kill. */
const batchSize = 500;

export interface IngestProgress {
  /** Records read so far, good and bad. */
  read: number;
  accepted: number;
  unchanged: number;
  rejected: number;
}

export interface IngestReport extends IngestProgress {
  batchId: number;
  /** Papers that were not there before. */
  created: number;
  /** Papers that turned out to be another one and were joined to it. */
  merged: number;
  /** True when the signal stopped it before the end; running again goes on. */
  interrupted: boolean;
}

export interface IngestOptions {
  kind: 'first-edition' | 'sample' | 'import' | 'gather';
  /** File name or source, for people. */
  origin: string;
  onProgress?: (progress: IngestProgress) => void;
  /** Stops after the batches in hand: one that is being written, one that is being read. */
  signal?: AbortSignal;
  now?: Date;
  /** More comes at once in another call: the caller settles the store behind the last. */
  more?: boolean;
}

/**
 * Takes records into the store: normalise, identify, merge, write; a bad record is put among the rejects and the rest
 * goes on. Idempotent: a record that is already there unchanged costs one look-up, so a run that was killed is simply
 * run again. Streams: memory does not grow with the input.
 * @throws what the store or the reader throws; all batches before that stand.
 */
export async function ingest(
  store: Store,
  items: AsyncIterable<ReadItem> | Iterable<ReadItem>,
  options: IngestOptions,
): Promise<IngestReport> {
  const batchId = await beginBatch(store, options);
  const bulk = await beginBulk(store);
  const report: IngestReport = {
    batchId,
    read: 0,
    accepted: 0,
    unchanged: 0,
    rejected: 0,
    created: 0,
    merged: 0,
    interrupted: false,
  };
  let admitted: Admitted[] = [];
  let rejects: Reject[] = [];

  const write = async (batch: readonly Admitted[], bad: readonly Reject[]) => {
    if (batch.length + bad.length === 0) return;
    const done = await store.transaction(async ({ query }) => {
      await bulk.prepare(query);
      await saveRejects(query, batchId, bad);
      const { groups, unchanged } = await resolveBatch(query, batch);
      const written =
        groups.length === 0
          ? { created: 0, merged: 0 }
          : await writeGroups(query, groups, { batchId, bulk, now: options.now ?? new Date() });
      return { ...written, unchanged };
    });
    report.created += done.created;
    report.merged += done.merged;
    report.unchanged += done.unchanged;
    report.accepted += batch.length;
    report.rejected += bad.length;
    options.onProgress?.(report);
  };

  // The database writes a batch while the next one is read, normalised and checked.
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    await writing;
    writing = write(admitted, rejects);
    // A failure is met at the next await.
    writing.catch(() => {});
    admitted = [];
    rejects = [];
  };

  for await (const item of items) {
    report.read++;
    const outcome = admit(item);
    if ('admitted' in outcome) admitted.push(outcome.admitted);
    else rejects.push(outcome.reject);
    // The database's answers are looked at: it has something to wait for a dozen times in a batch.
    await takeTurns();
    if (admitted.length + rejects.length < batchSize) continue;
    await flush();
    if (options.signal?.aborted) {
      report.interrupted = true;
      break;
    }
  }
  await flush();
  await writing;
  await bulk.end();
  if (report.created > 0 && options.more !== true) await settle(store);
  await endBatch(store, report);
  return report;
}

async function beginBatch(store: Store, { kind, origin }: IngestOptions): Promise<number> {
  const [row] = await store.query<{ id: number }>(
    'insert into batches (kind, origin) values ($1, $2) returning id',
    [kind, origin],
  );
  if (row === undefined) throw new Error('The store gave no batch number.');
  return row.id;
}

/** A batch that nothing came of is forgotten: sources that are asked every hour would pile them up. */
async function endBatch(store: Store, report: IngestReport): Promise<void> {
  if (report.rejected === 0 && report.unchanged === report.accepted && !report.interrupted) {
    await store.query('delete from batches where id = $1', [report.batchId]);
    return;
  }
  await store.query('update batches set accepted = $2, rejected = $3, finished_at = $4 where id = $1', [
    report.batchId,
    report.accepted,
    report.rejected,
    report.interrupted ? null : new Date(),
  ]);
}

async function saveRejects(
  query: Store['query'],
  batchId: number,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  await query(
    `insert into rejects (batch_id, source, position, field, reason, excerpt)
     select $2, source, position, field, reason, excerpt from jsonb_to_recordset($1::jsonb)
         as r (source text, position text, field text, reason text, excerpt text)
     on conflict (batch_id, source, position) do nothing`,
    [JSON.stringify(rejects.map(storable)), batchId],
  );
}

/** PostgreSQL's text holds no NUL, and a lone surrogate is not Unicode: a reject may quote either. */
function storable(reject: Reject): Reject {
  const clean = (text: string) => text.replaceAll('\0', '\u{FFFD}').toWellFormed();
  return {
    ...reject,
    position: clean(reject.position),
    reason: clean(reject.reason),
    excerpt: clean(reject.excerpt),
  };
}
