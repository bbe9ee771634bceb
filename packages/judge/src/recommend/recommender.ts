import { fuseRanks } from '@broadsheet/search';
import { seededRandom } from '../random/seeded-random.ts';
import { bestFirst } from '../systems/best-first.ts';
import type { CiteULike } from './read-citeulike.ts';

/** Something that scores every paper for a reader by the papers that are known of him or her. */
export interface Recommender {
  readonly name: string;
  /** What it knows besides the seeds: for tables. */
  readonly knows:
    | 'texts'
    | 'citations'
    | 'texts, citations'
    | 'other readers'
    | 'texts, citations, other readers'
    | 'nothing';
  /**
   * A score of each paper, the larger the better.
   * @param reader Who asks: what looks at readers leaves this one out, as if there had never been one.
   */
  score(seeds: readonly number[], reader: number): ArrayLike<number>;
}

/** How many other readers keep a paper. */
export function popularity({ readers, bags }: CiteULike): Recommender {
  const all = new Float64Array(bags.length);
  for (const papers of readers) for (const paper of papers) all[paper] = (all[paper] ?? 0) + 1;
  return {
    name: 'popularity',
    knows: 'other readers',
    score: (_, reader) => {
      const counts = all.slice();
      for (const paper of readers[reader] ?? []) counts[paper] = (counts[paper] ?? 0) - 1;
      return counts;
    },
  };
}

/**
 * Papers that other readers keep beside the seeds: the sum over seeds of the cosine of two papers' sets of readers (item-based
 * collaborative filtering: Sarwar, Karypis, Konstan and Riedl 2001).
 */
export function coReaders({ readers, bags }: CiteULike): Recommender {
  const readersOf: number[][] = bags.map(() => []);
  readers.forEach((papers, reader) => papers.forEach((paper) => readersOf[paper]?.push(reader)));
  return {
    name: 'read together',
    knows: 'other readers',
    score: (seeds, asking) => {
      const own = new Set(readers[asking]);
      const size = (paper: number) => (readersOf[paper]?.length ?? 0) - (own.has(paper) ? 1 : 0);
      const scores = new Float64Array(bags.length);
      for (const seed of seeds) {
        const together = new Map<number, number>();
        for (const reader of readersOf[seed] ?? [])
          if (reader !== asking)
            for (const paper of readers[reader] ?? []) together.set(paper, (together.get(paper) ?? 0) + 1);
        for (const [paper, count] of together)
          scores[paper] = (scores[paper] ?? 0) + count / Math.sqrt(size(seed) * size(paper));
      }
      return scores;
    },
  };
}

/** Papers that the seeds cite, or that cite them: by how many of the seeds. */
export function cited({ citations, bags }: CiteULike): Recommender {
  const neighbours = bags.map(() => new Set<number>());
  citations.forEach((list, from) => {
    for (const to of list) {
      neighbours[from]?.add(to);
      neighbours[to]?.add(from);
    }
  });
  return {
    name: 'citations',
    knows: 'citations',
    score: (seeds) => {
      const scores = new Float64Array(bags.length);
      for (const seed of seeds)
        for (const paper of neighbours[seed] ?? []) scores[paper] = (scores[paper] ?? 0) + 1;
      return scores;
    },
  };
}

/** Papers in random order. */
export function randomPapers(count: number, seed: number): Recommender {
  const random = seededRandom(seed);
  return { name: 'random', knows: 'nothing', score: () => Float64Array.from({ length: count }, random) };
}

/** The same recommender, which works once for the same seeds of one reader asked about again and again. */
export function remembering(recommender: Recommender): Recommender {
  let last: { seeds: readonly number[]; reader: number; scores: ArrayLike<number> } | null = null;
  return {
    ...recommender,
    score: (seeds, reader) => {
      if (last?.seeds !== seeds || last.reader !== reader)
        last = { seeds, reader, scores: recommender.score(seeds, reader) };
      return last.scores;
    },
  };
}

/** How many papers of each side are fused, and the constant of reciprocal rank fusion. */
const depth = 1000;
const k = 60;

/** Several recommenders by reciprocal rank fusion, all of one weight. A score of 0 or less is no recommendation. */
export function fusedRecommender(
  name: string,
  knows: Recommender['knows'],
  parts: readonly Recommender[],
  count: number,
): Recommender {
  return {
    name,
    knows,
    score: (seeds, reader) => {
      const scores = new Float64Array(count);
      const known = new Set(seeds);
      const sides = parts.map((part) => ({
        ids: bestFirst(part.score(seeds, reader), depth, (score, place) => score > 0 && !known.has(place)),
        weight: 1,
      }));
      for (const { id, score } of fuseRanks(sides, k)) scores[id] = score;
      return scores;
    },
  };
}
