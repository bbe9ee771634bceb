import { analyse } from '@broadsheet/papers';

/** Usual values (Robertson and Zaragoza, 2009, "The probabilistic relevance framework: BM25 and beyond"). */
const k1 = 1.2;
const b = 0.75;

/**
 * Where each title finds its own abstract among all of them by BM25: 1 is first. Ties count against it. The words are those of the
 * lexical index, without case, stop words and English endings.
 */
export function bm25Places(
  papers: readonly { readonly title: string; readonly abstract: string }[],
): number[] {
  const documents = papers.map(({ abstract }) => analyse(abstract).split(' '));
  const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length);
  const postings = new Map<string, Map<number, number>>();
  documents.forEach((terms, i) => {
    for (const term of terms) {
      const found = postings.get(term) ?? new Map<number, number>();
      found.set(i, (found.get(i) ?? 0) + 1);
      postings.set(term, found);
    }
  });
  return papers.map(({ title }, own) => {
    const scores = new Float64Array(papers.length);
    for (const term of new Set(analyse(title).split(' '))) {
      const found = postings.get(term);
      if (found === undefined) continue;
      const idf = Math.log(1 + (papers.length - found.size + 0.5) / (found.size + 0.5));
      for (const [i, times] of found) {
        const length = documents[i]?.length ?? 0;
        scores[i] =
          (scores[i] ?? 0) + (idf * times * (k1 + 1)) / (times + k1 * (1 - b + (b * length) / meanLength));
      }
    }
    const score = scores[own] ?? 0;
    return scores.reduce((place, other, i) => (i !== own && other >= score ? place + 1 : place), 1);
  });
}
