import { Bm25 } from '../systems/bm25.ts';
import { TfIdf } from '../systems/tf-idf.ts';
import type { PoolSystem } from './pool-system.ts';
import type { Csfcube, FacetedPaper, FacetedQuery } from './read-csfcube.ts';

/** What a system reads of a query: all of its paper, or only the sentences of the facet, behind the title. */
export type QueryText = 'paper' | 'facet';

/** A paper's text as the lexical index weighs it: the title twice. */
const weighted = ({ title, abstract }: FacetedPaper) => `${title} ${title} ${abstract}`;

/** A pool by BM25, with frequencies of all papers. */
export function bm25Pool({ papers }: Csfcube, reads: QueryText): PoolSystem {
  return scored('BM25', papers, new Bm25([...papers.values()].map(weighted)), reads);
}

/** A pool by TF-IDF cosine, with frequencies of all papers. */
export function tfIdfPool({ papers }: Csfcube, reads: QueryText): PoolSystem {
  return scored('TF-IDF', papers, new TfIdf([...papers.values()].map(weighted)), reads);
}

function scored(
  name: string,
  papers: Csfcube['papers'],
  model: { scores(text: string): Float64Array },
  reads: QueryText,
): PoolSystem {
  const places = new Map([...papers.keys()].map((id, place) => [id, place]));
  return {
    name: reads === 'paper' ? name : `${name}, facet`,
    score: (query) => {
      const scores = model.scores(textOf(query, reads));
      return new Map([...query.pool.keys()].map((id) => [id, scores[places.get(id) ?? -1] ?? 0]));
    },
  };
}

function textOf({ paper, facetSentences }: FacetedQuery, reads: QueryText): string {
  return reads === 'paper' ? weighted(paper) : `${paper.title} ${facetSentences.join(' ')}`;
}
