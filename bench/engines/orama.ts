import { create, insert, search } from '@orama/orama';
import type { Engine } from './engine.ts';

/** Orama with its English tokeniser and BM25, and Broadsheet's field weights. */
export function openOrama(): Engine {
  const index = create({
    schema: { title: 'string', abstract: 'string', authors: 'string' },
    language: 'english',
  });
  return {
    async index(documents) {
      for await (const { id, title, abstract, authors } of documents)
        await insert(index, { id, title, abstract, authors: authors.join(', ') });
    },
    async search(text, limit) {
      const { hits } = await search(index, { term: text, limit, boost: { title: 2 } });
      return hits.map(({ id }) => id);
    },
    close: async () => {},
  };
}
