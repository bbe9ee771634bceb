/** How words and meaning are weighed against each other. */
export interface Fusion {
  /** Of reciprocal rank fusion: the larger, the less the first ranks stand out. */
  readonly k: number;
  /** Weight of the ranking by words; 0 leaves that side out. */
  readonly words: number;
  /** Weight of the ranking by meaning; 0 leaves that side out. */
  readonly meaning: number;
  /** How many of the nearest papers the ranking by meaning has: as many may be added that hold none of the words. */
  readonly depth: number;
}

/** Of similar papers: with several seeds, nearness to all of them together and to any single one are two rankings. */
export interface SimilarFusion extends Omit<Fusion, 'meaning'> {
  /** Weight of the ranking by the mean of the seeds. */
  readonly mean: number;
  /** Weight of the ranking by the nearest of the seeds. */
  readonly nearest: number;
}

/**
 * For search and for similar papers, if nobody asks for others. Such figures are chosen on Cranfield and CACM alone, so that what
 * is reported on other collections was not looked at before.
 */
export const searchFusion: Fusion = { k: 10, words: 1, meaning: 0.7, depth: 100 };
export const similarFusion: SimilarFusion = { k: 10, words: 1, mean: 0.35, nearest: 0.35, depth: 200 };
