import { prepareLexicalIndex } from './lexical-index.ts';
import type { Capabilities, Store } from './store.ts';

const extensions = [
  {
    name: 'pg_textsearch',
    capability: 'bm25',
    without: 'search ranks by PostgreSQL’s built-in full-text search instead of BM25',
  },
  { name: 'vector', capability: 'vectors', without: 'there is no search by meaning (pgvector is missing)' },
] as const;

/**
 * Asks for the extensions, makes the indexes that depend on them, and says what is missing.
 * Safe to run at every start.
 */
export async function prepareCapabilities(
  store: Pick<Store, 'query'>,
): Promise<{ capabilities: Capabilities; notices: string[] }> {
  const capabilities: Capabilities = { bm25: false, vectors: false };
  const notices: string[] = [];
  for (const { name, capability, without } of extensions) {
    try {
      await store.query(`create extension if not exists ${name}`);
      capabilities[capability] = true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notices.push(`The database has no ${name} extension (${reason}): ${without}.`);
    }
  }
  await prepareLexicalIndex(store, capabilities.bm25);
  return { capabilities, notices };
}
