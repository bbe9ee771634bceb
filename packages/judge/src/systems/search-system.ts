import { searchPapers, type Encoder } from '@broadsheet/search';
import type { ScratchStore } from '../scratch/scratch-store.ts';
import { plainQuery } from './plain-query.ts';
import type { Query, Ranking, RankingSystem, Watch } from './ranking-system.ts';

/** What one page of a search gives at most. */
const page = 120;

/**
 * Broadsheet's own search, by the function behind its search box, over a scratch store: by words alone without an encoder, by
 * words and meaning with one.
 */
export function searchSystem(scratch: ScratchStore, encoder: Encoder | null): RankingSystem {
  return {
    name: encoder === null ? 'BM25' : 'hybrid',
    async rank(queries: readonly Query[], depth: number, { onProgress, signal }: Watch = {}) {
      const rankings: Ranking[] = [];
      for (const { text } of queries) {
        signal?.throwIfAborted();
        rankings.push(await search(scratch, plainQuery(text), depth, encoder));
        onProgress?.(rankings.length);
      }
      return rankings;
    },
  };
}

async function search(
  { store, documents }: ScratchStore,
  query: string,
  depth: number,
  encoder: Encoder | null,
): Promise<Ranking> {
  const found: string[] = [];
  while (found.length < depth) {
    const request = { query, limit: Math.min(page, depth - found.length), offset: found.length };
    const { hits } = await searchPapers(store, request, encoder);
    for (const { paper } of hits) found.push(documents.get(paper.id) ?? '');
    if (hits.length < request.limit) break;
  }
  return found;
}
