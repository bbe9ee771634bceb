import { analyse } from '@broadsheet/papers';

/** The documents that hold a term, and how often. */
interface Postings {
  readonly documents: number[];
  readonly counts: number[];
}

/** Terms of documents, by the analysis that the store's own lexical index uses. */
export interface TermIndex {
  /** Number of documents. */
  readonly size: number;
  readonly postings: ReadonlyMap<string, Postings>;
  /** Terms of each document, repeated ones too. */
  readonly lengths: readonly number[];
}

/** @param texts One of each document. */
export function indexTerms(texts: Iterable<string>): TermIndex {
  const postings = new Map<string, Postings>();
  const lengths: number[] = [];
  for (const text of texts) {
    const counts = countTerms(text);
    for (const [term, count] of counts) {
      const known = postings.get(term) ?? { documents: [], counts: [] };
      known.documents.push(lengths.length);
      known.counts.push(count);
      postings.set(term, known);
    }
    lengths.push([...counts.values()].reduce((sum, count) => sum + count, 0));
  }
  return { size: lengths.length, postings, lengths };
}

/** How often each term stands in a text. */
export function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of analyse(text).split(' ')) if (term !== '') counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
