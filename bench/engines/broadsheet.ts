import { ingest, openStore, type SourceRecordInput } from '@broadsheet/papers';
import { searchPapers } from '@broadsheet/search';
import type { Document } from '../data/documents.ts';
import type { Engine } from './engine.ts';

/** Broadsheet as its pages use it: records merged into papers on disk, and the whole answer, highlights and all. */
export async function openBroadsheet(folder: string, facets: boolean): Promise<Engine> {
  const store = await openStore({ home: folder, databaseUrl: '' });
  const names = new Map<number, string>();
  return {
    async index(documents) {
      async function* items() {
        let line = 0;
        for await (const document of documents)
          yield { ok: true as const, position: `line ${++line}`, record: recordOf(document) };
      }
      await ingest(store, items(), { kind: 'import', origin: 'benchmark' });
      const rows = await store.query<{ paper_id: number; key: string }>('select paper_id, key from records');
      for (const { paper_id, key } of rows) names.set(paper_id, key);
    },
    async search(text, limit) {
      const { hits } = await searchPapers(store, { query: text, limit, facets });
      return hits.map(({ paper }) => names.get(paper.id) ?? '');
    },
    close: () => store.close(),
  };
}

/** A document as a record of the benchmark's own source. */
export function recordOf(document: Document): SourceRecordInput {
  const { id, title, abstract, authors, categories, venue, published } = document;
  return {
    source: 'benchmark',
    key: id,
    identities: [],
    title,
    abstract,
    authors: authors.map((name) => ({ name })),
    categories,
    ...(venue === undefined ? {} : { venue }),
    ...(published === undefined ? {} : { published }),
  };
}
