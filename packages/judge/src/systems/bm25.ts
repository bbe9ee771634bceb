import { countTerms, indexTerms, type TermIndex } from './term-index.ts';

/** Of pg_textsearch, the store's own lexical index: how soon a repeated term stops to count, and how much length does. */
const k1 = 1.2;
const b = 0.75;

/**
 * BM25 in memory, for what has to be ranked to its last document (Robertson and Zaragoza 2009, with ln(1 + (N − df + ½) /
 * (df + ½)) as the weight of a term, which is never negative). Terms and constants are those of the store's index, whose own
 * answers end at the thousandth paper.
 */
export class Bm25 {
  readonly #index: TermIndex;
  readonly #meanLength: number;

  /** @param texts One of each document. */
  constructor(texts: Iterable<string>) {
    this.#index = indexTerms(texts);
    const { lengths, size } = this.#index;
    this.#meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, size);
  }

  /** The score of each document for a text, 0 and above. */
  scores(text: string): Float64Array {
    const { size, postings, lengths } = this.#index;
    const scores = new Float64Array(size);
    for (const [term, asked] of countTerms(text)) {
      const found = postings.get(term);
      if (found === undefined) continue;
      const df = found.documents.length;
      const weight = asked * Math.log(1 + (size - df + 0.5) / (df + 0.5));
      found.documents.forEach((document, at) => {
        const count = found.counts[at] ?? 0;
        const length = (lengths[document] ?? 0) / this.#meanLength;
        const saturated = (count * (k1 + 1)) / (count + k1 * (1 - b + b * length));
        scores[document] = (scores[document] ?? 0) + weight * saturated;
      });
    }
    return scores;
  }
}
