import type { NearPaper } from './nearest-papers.ts';

/** The `most` nearest, the nearest first; of equally near ones the newer. What is near to nothing is left out. */
export function takeNearest(papers: readonly NearPaper[], most: number): NearPaper[] {
  return papers
    .filter(({ cosine }) => cosine > 0)
    .sort((a, b) => b.cosine - a.cosine || b.id - a.id)
    .slice(0, most);
}
