import type { Store } from '../store/store.ts';
import type { StoredRun } from './stored-run.ts';

export interface RunFilter {
  readonly method?: string;
  readonly data?: string;
  /** Those that follow from the same plan and data. */
  readonly hash?: string;
  /** At most so many; 100 unless given. */
  readonly limit?: number;
}

/** Runs of the laboratory, the newest first, without their records. */
export async function listRuns(
  store: Pick<Store, 'query'>,
  { method, data, hash, limit = 100 }: RunFilter = {},
): Promise<Omit<StoredRun, 'record'>[]> {
  return store.query(
    `select id, kind, hash, method, data, encoder, seed, started_at as "startedAt", seconds, metrics
       from runs
      where ($1::text is null or method = $1) and ($2::text is null or data = $2)
        and ($4::text is null or hash = $4)
      order by started_at desc, id
      limit $3`,
    [method ?? null, data ?? null, limit, hash ?? null],
  );
}

/** A run by its id or, where only one begins so, the beginning of it; null where there is none or more than one. */
export async function findRun(store: Pick<Store, 'query'>, id: string): Promise<StoredRun | null> {
  const found = await store.query<StoredRun>(
    `select id, kind, hash, method, data, encoder, seed, started_at as "startedAt", seconds, metrics, record
       from runs
      where starts_with(id, $1)
      order by id = $1 desc
      limit 2`,
    [id],
  );
  const [first, second] = found;
  return first !== undefined && (second === undefined || first.id === id) ? first : null;
}
