import type { Reject } from '../record/reject.ts';
import type { Store } from '../store/store.ts';

/** A reject as it was kept: with the batch it came in and when. */
export interface KeptReject extends Reject {
  batchId: number;
  origin: string;
  at: Date;
}

/** What ingest could not take, newest first. */
export async function listRejects(
  store: Store,
  { limit = 100, batchId }: { limit?: number; batchId?: number } = {},
): Promise<KeptReject[]> {
  return store.query<KeptReject>(
    `select r.batch_id as "batchId", b.origin, r.source, r.position, r.field, r.reason, r.excerpt, r.at
       from rejects r join batches b on b.id = r.batch_id
      where $2::bigint is null or r.batch_id = $2
      order by r.id desc limit $1`,
    [limit, batchId ?? null],
  );
}
