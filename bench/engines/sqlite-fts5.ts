import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import type { Engine } from './engine.ts';

/** SQLite's FTS5 (compiled to WebAssembly) on disk: Porter stemming, BM25 with Broadsheet's field weights, any word. */
export function openSqliteFts5(folder: string): Engine {
  const database = new sqlite.Database(join(folder, 'papers.sqlite'));
  database.exec(
    `create virtual table papers using fts5 (id unindexed, title, abstract, authors, tokenize = 'porter unicode61')`,
  );
  return {
    async index(documents) {
      const insert = database.prepare('insert into papers values (?, ?, ?, ?)');
      database.exec('begin');
      for await (const { id, title, abstract, authors } of documents)
        insert.run([id, title, abstract, authors.join(', ')]);
      database.exec('commit');
      insert.finalize();
    },
    async search(text, limit) {
      const words = text.match(/[\p{Letter}\p{Number}]+/gu) ?? [];
      if (words.length === 0) return [];
      const rows = database.all(
        'select id from papers where papers match ? order by bm25(papers, 0, 2, 1, 1) limit ?',
        [words.map((word) => `"${word}"`).join(' OR '), limit],
      );
      return rows.map(({ id }) => String(id));
    },
    close: async () => database.close(),
  };
}
