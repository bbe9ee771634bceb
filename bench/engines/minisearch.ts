import MiniSearch from 'minisearch';
import type { Document } from '../data/documents.ts';
import type { Engine } from './engine.ts';

/** MiniSearch with its own tokeniser and BM25+, and Broadsheet's field weights. */
export function openMiniSearch(): Engine {
  const index = new MiniSearch<Document>({
    fields: ['title', 'abstract', 'authors'],
    extractField: (document, field) =>
      field === 'authors' ? document.authors.join(' ') : (document[field as 'id'] as string),
    searchOptions: { boost: { title: 2 } },
  });
  return {
    async index(documents) {
      for await (const document of documents) index.add(document);
    },
    async search(text, limit) {
      return index
        .search(text)
        .slice(0, limit)
        .map(({ id }) => String(id));
    },
    close: async () => {},
  };
}
