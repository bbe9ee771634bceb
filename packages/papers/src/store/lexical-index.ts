import { analysePaper, analysisVersion } from '../analysis/analyse.ts';
import type { Store } from './store.ts';

/** Name of the BM25 index over `papers.terms`, which `to_bm25query` has to be given. */
export const lexicalIndex = 'papers_bm25';

/** Papers whose terms are made anew in one statement. */
const batch = 500;

/**
 * Makes the index that search ranks by: BM25 over the papers' terms, or, where the server has no pg_textsearch, a
 * weighted tsvector of its own making. Terms that another version of the analysis made are made anew first; interrupted,
 * that begins again at the next start.
 */
export async function prepareLexicalIndex(store: Pick<Store, 'query'>, bm25: boolean): Promise<void> {
  const { query } = store;
  const [known] = await query<{ value: number }>(`select value from facts where key = 'analysis'`);
  if (known?.value !== analysisVersion) {
    await query(`drop index if exists ${lexicalIndex}`);
    await analyseAgain(query);
    await query(
      `insert into facts (key, value) values ('analysis', $1::jsonb)
       on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(analysisVersion)],
    );
  }
  const name = bm25 ? lexicalIndex : 'papers_lexemes';
  // Even `if not exists` would wait until nobody writes to the table, at every start.
  const [index] = await query<{ exists: boolean }>(`select to_regclass($1) is not null as "exists"`, [name]);
  if (index?.exists === true) return;
  if (bm25) {
    // `simple`: the terms are stems already.
    await query(`create index ${name} on papers using bm25 (terms) with (text_config = 'simple')`);
    return;
  }
  await query(
    `alter table papers add column if not exists lexemes tsvector generated always as (
       setweight(to_tsvector('english', title), 'A') ||
       setweight(to_tsvector('english', author_names), 'B') ||
       setweight(to_tsvector('english', abstract), 'D')) stored`,
  );
  await query(`create index ${name} on papers using gin (lexemes)`);
}

async function analyseAgain(query: Store['query']): Promise<void> {
  for (let last = 0; ;) {
    const rows = await query<{ id: number; title: string; authorNames: string; abstract: string }>(
      `select id, title, author_names as "authorNames", abstract from papers where id > $1 order by id limit ${batch}`,
      [last],
    );
    const end = rows.at(-1)?.id;
    if (end === undefined) return;
    last = end;
    await query(
      `update papers set terms = fresh.terms from jsonb_to_recordset($1::jsonb) as fresh (id bigint, terms text)
        where papers.id = fresh.id`,
      [JSON.stringify(rows.map((row) => ({ id: row.id, terms: analysePaper(row) })))],
    );
  }
}
