import type { Capabilities } from './store.ts';

/** The part of a store that this room needs; it runs before the store is whole. */
type Query = <Row extends object>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

/**
 * What the lexical index reads. Fields are weighted by repeating them: for whole-number weights that is BM25F's
 * weighted term frequency (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields").
 * A query must repeat this expression letter by letter, or the planner does not see the index.
 */
export const lexicalExpression = `(title || ' ' || title || ' ' || author_names || ' ' || abstract)`;

/** Name of the BM25 index, which `to_bm25query` has to be given. */
export const lexicalIndex = 'papers_bm25';

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
  query: Query,
): Promise<{ capabilities: Capabilities; notices: string[] }> {
  const capabilities: Capabilities = { bm25: false, vectors: false };
  const notices: string[] = [];
  for (const { name, capability, without } of extensions) {
    try {
      await query(`create extension if not exists ${name}`);
      capabilities[capability] = true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notices.push(`The database has no ${name} extension (${reason}): ${without}.`);
    }
  }
  await (capabilities.bm25 ? prepareBm25(query) : prepareBuiltInSearch(query));
  return { capabilities, notices };
}

async function prepareBm25(query: Query): Promise<void> {
  await query(
    `create index if not exists ${lexicalIndex} on papers using bm25 (${lexicalExpression}) with (text_config = 'english')`,
  );
}

async function prepareBuiltInSearch(query: Query): Promise<void> {
  await query(
    `alter table papers add column if not exists lexemes tsvector generated always as (
       setweight(to_tsvector('english', title), 'A') ||
       setweight(to_tsvector('english', author_names), 'B') ||
       setweight(to_tsvector('english', abstract), 'D')) stored`,
  );
  await query('create index if not exists papers_lexemes on papers using gin (lexemes)');
}
