import { lexicalIndex } from '../store/index.ts';
import type { Store } from '../store/store.ts';

/** What keeps a long run of inserts fast. */
export interface Bulk {
  /** First in every batch's transaction. */
  prepare(query: Store['query']): Promise<void>;
  end(report: { created: number }): Promise<void>;
}

/**
 * The embedded store has no background workers, so what autovacuum and the lexical index's compactor do on a server is
 * done here (figures: docs/decisions/005-ingest.md):
 * - the planner is told to look things up by index: without fresh statistics it would read whole tables for every
 *   batch, and to gather them again and again costs more than it saves. At the end they are gathered once;
 * - the lexical index collects more in memory (64 MiB instead of 512 kB) before it writes a segment.
 */
export async function beginBulk(store: Store): Promise<Bulk> {
  if (store.kind !== 'embedded') return { prepare: async () => {}, end: async () => {} };
  const { bm25 } = store.capabilities;
  if (bm25) {
    await store.query('set pg_textsearch.memtable_pages_threshold = 8192');
    await store.query('set pg_textsearch.bulk_load_threshold = 0');
  }
  return {
    async prepare(query) {
      await query('set local enable_seqscan = off');
    },
    async end({ created }) {
      if (bm25) {
        await store.query('reset pg_textsearch.memtable_pages_threshold');
        await store.query('reset pg_textsearch.bulk_load_threshold');
      }
      if (created === 0) return;
      if (bm25) await store.query(`select bm25_spill_index('${lexicalIndex}')`);
      await store.query('analyze');
    },
  };
}
