import type { JudgedDocument } from '../collection/collection.ts';
import { bestFirst } from './best-first.ts';
import type { RankingSystem } from './ranking-system.ts';
import { countTerms, indexTerms, type TermIndex } from './term-index.ts';

/**
 * TF-IDF cosine, `ltc.ltc` in SMART's notation (Manning, Raghavan and Schütze 2008, section 6.4.3): documents and queries are
 * vectors of (1 + ln tf) · ln(N / df), divided by their lengths.
 */
export class TfIdf {
  readonly #index: TermIndex;
  readonly #norms: Float64Array;

  /** @param texts One of each document. */
  constructor(texts: Iterable<string>) {
    this.#index = indexTerms(texts);
    this.#norms = new Float64Array(this.#index.size);
    for (const [term, { documents, counts }] of this.#index.postings) {
      const idf = this.#idf(term);
      documents.forEach((document, at) => {
        this.#norms[document] = (this.#norms[document] ?? 0) + (damped(counts[at] ?? 0) * idf) ** 2;
      });
    }
    this.#norms.forEach((square, document) => (this.#norms[document] = Math.sqrt(square)));
  }

  /** The cosine of each document and a text, 0 to 1. */
  scores(text: string): Float64Array {
    const scores = new Float64Array(this.#index.size);
    let square = 0;
    for (const [term, count] of countTerms(text)) {
      const postings = this.#index.postings.get(term);
      if (postings === undefined) continue;
      const idf = this.#idf(term);
      const weight = damped(count) * idf;
      square += weight ** 2;
      postings.documents.forEach((document, at) => {
        scores[document] = (scores[document] ?? 0) + weight * damped(postings.counts[at] ?? 0) * idf;
      });
    }
    return scores.map((score, document) =>
      score === 0 ? 0 : score / (Math.sqrt(square) * (this.#norms[document] ?? 1)),
    );
  }

  #idf(term: string): number {
    const postings = this.#index.postings.get(term);
    return postings === undefined ? 0 : Math.log(this.#index.size / postings.documents.length);
  }
}

const damped = (count: number) => 1 + Math.log(count);

/** Documents by the TF-IDF cosine of title and text, where the title has no more weight than the text. */
export function tfIdfSystem(documents: readonly JudgedDocument[]): RankingSystem {
  const tfIdf = new TfIdf(documents.map(({ title, text }) => `${title} ${text}`));
  return {
    name: 'TF-IDF',
    rank: async (queries, depth, { onProgress, signal } = {}) =>
      queries.map(({ text }, done) => {
        signal?.throwIfAborted();
        const ranked = bestFirst(tfIdf.scores(text), depth, (score) => score > 0);
        onProgress?.(done + 1);
        return ranked.map((place) => documents[place]?.id ?? '');
      }),
  };
}
