import { prepareLexicalIndex } from './lexical-index.ts';
import { takePreparationLock } from './migrate.ts';
import type { Capabilities, Store } from './store.ts';

const extensions = [
  {
    name: 'pg_textsearch',
    capability: 'bm25',
    without: 'search ranks by PostgreSQL’s built-in full-text search instead of BM25',
  },
  {
    name: 'vector',
    capability: 'vectors',
    without: 'each process searches vectors in its own memory (pgvector is missing)',
  },
] as const;

/**
 * Asks for the extensions, makes the indexes that depend on them, and says what is missing. Safe to run at every start,
 * and by several processes at once: in one transaction, behind the lock that migrations take as well, since PostgreSQL's
 * `if not exists` alone lets two that come together both try.
 */
export async function prepareCapabilities(
  inTransaction: Store['transaction'],
): Promise<{ capabilities: Capabilities; notices: string[] }> {
  return inTransaction(async (inside) => {
    await takePreparationLock(inside);
    const capabilities: Capabilities = { bm25: false, vectors: false };
    const notices: string[] = [];
    for (const { name, capability, without } of extensions) {
      await inside.query('savepoint extension');
      try {
        await inside.query(`create extension if not exists ${name}`);
        capabilities[capability] = true;
      } catch (error) {
        await inside.query('rollback to savepoint extension');
        const reason = error instanceof Error ? error.message : String(error);
        notices.push(`The database has no ${name} extension (${reason}): ${without}.`);
      }
    }
    await prepareLexicalIndex(inside, capabilities.bm25);
    return { capabilities, notices };
  });
}
