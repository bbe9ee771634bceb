import { lexicalIndex } from '../store/index.ts';
import type { Store } from '../store/store.ts';

/** What keeps a long run of inserts fast. */
export interface Bulk {
  /** First in every batch's transaction. */
  prepare(query: Store['query']): Promise<void>;
  /** Before rows are inserted that refer only to rows of the same transaction, or to ones just looked up in it. */
  trustReferences(query: Store['query']): Promise<void>;
  end(): Promise<void>;
}

/**
 * The embedded store has no background workers, so what autovacuum and the lexical index's compactor do on a server is
 * done here (figures: docs/decisions/005-ingest.md):
 * - the planner is told to look things up by index: without fresh statistics it would read whole tables for every
 *   batch, and to gather them again and again costs more than it saves. At the end they are gathered once;
 * - rows whose papers and records were made or looked up in the same transaction are not looked up again one by one to
 *   check their foreign keys;
 * - the lexical index collects more in memory (64 MiB instead of 512 kB) before it writes a segment.
 */
export async function beginBulk(store: Store): Promise<Bulk> {
  if (store.kind !== 'embedded') return nothingToDo;
  const { bm25 } = store.capabilities;
  if (bm25) {
    await store.query('set pg_textsearch.memtable_pages_threshold = 8192');
    await store.query('set pg_textsearch.bulk_load_threshold = 0');
  }
  return {
    async prepare(query) {
      await query('set local enable_seqscan = off');
    },
    async trustReferences(query) {
      await query('set local session_replication_role = replica');
    },
    async end() {
      if (bm25) {
        await store.query('reset pg_textsearch.memtable_pages_threshold');
        await store.query('reset pg_textsearch.bulk_load_threshold');
      }
    },
  };
}

/** What a server's background workers do by themselves, for the embedded store: once behind a run that brought papers. */
export async function settle(store: Store): Promise<void> {
  if (store.kind !== 'embedded') return;
  if (store.capabilities.bm25) await store.query(`select bm25_spill_index('${lexicalIndex}')`);
  await store.transaction(async ({ query }) => {
    // A fifth of the usual sample: it tells categories and days apart as well, without unpacking 30,000 abstracts.
    await query('set local default_statistics_target = 20');
    await query('analyze');
  });
}

const nothingToDo: Bulk = {
  prepare: async () => {},
  trustReferences: async () => {},
  end: async () => {},
};
