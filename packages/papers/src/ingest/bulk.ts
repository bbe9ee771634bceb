import { lexicalIndex } from '../store/index.ts';
import type { Store } from '../store/store.ts';

/** What keeps a long run of inserts fast. */
export interface Bulk {
  /** Told after every batch how many papers it created. */
  added(papers: number): Promise<void>;
  end(): Promise<void>;
}

/**
 * The embedded store has no background workers, so what autovacuum and the lexical index's compactor do on a server is
 * done here:
 * - statistics are gathered anew each time the run has added as much as all before, since without them the planner
 *   reads whole tables for every batch;
 * - the lexical index collects more in memory before it writes a segment (16 MiB instead of 512 kB), which made a run
 *   over 100,000 papers 2.3 times as fast at its end (docs/decisions/005-ingest.md).
 */
export async function beginBulk(store: Store): Promise<Bulk> {
  if (store.kind !== 'embedded') return { added: async () => {}, end: async () => {} };
  if (store.capabilities.bm25) {
    await store.query('set pg_textsearch.memtable_pages_threshold = 2048');
    await store.query('set pg_textsearch.bulk_load_threshold = 0');
  }
  let sinceStatistics = 0;
  let threshold = 1000;
  return {
    async added(papers) {
      sinceStatistics += papers;
      if (sinceStatistics < threshold) return;
      await store.query('analyze');
      threshold = Math.min(threshold + sinceStatistics, 200_000);
      sinceStatistics = 0;
    },
    async end() {
      if (store.capabilities.bm25) {
        await store.query('reset pg_textsearch.memtable_pages_threshold');
        await store.query('reset pg_textsearch.bulk_load_threshold');
        if (sinceStatistics > 0 || threshold > 1000)
          await store.query(`select bm25_spill_index('${lexicalIndex}')`);
      }
      if (sinceStatistics > 0) await store.query('analyze');
    },
  };
}
