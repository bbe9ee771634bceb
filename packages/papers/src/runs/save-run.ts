import { Jsonb } from '../store/jsonb.ts';
import type { Store } from '../store/store.ts';
import type { StoredRun } from './stored-run.ts';

/** Keeps a run. One that is there already, by its id, stays as it is. */
export async function saveRun(store: Pick<Store, 'query'>, run: StoredRun): Promise<void> {
  await store.query(
    `insert into runs (id, kind, hash, method, data, encoder, seed, started_at, seconds, metrics, record)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do nothing`,
    [
      run.id,
      run.kind,
      run.hash,
      run.method,
      run.data,
      run.encoder,
      run.seed,
      run.startedAt,
      run.seconds,
      new Jsonb(run.metrics),
      new Jsonb(run.record as object),
    ],
  );
}
