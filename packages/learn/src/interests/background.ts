import { cholesky, choleskySolve, zeroMatrix, type Matrix } from '@broadsheet/tensor/linalg';
import type { Features, SparseVector } from './features.ts';

/** What an interest is learnt with. Chosen on one half of CiteULike-t's readers (docs/quality.md). */
export interface InterestSettings {
  /** How much a product of terms counts beside one of meaning. */
  readonly words: number;
  /** How little a paper of the background tells that it is of no interest: the ridge of each, times how many there are. */
  readonly restraint: number;
  /** How little one example tells that it is of interest: the ridge of one of weight 1. */
  readonly doubt: number;
}

export const interestSettings: InterestSettings = { words: 1, restraint: 0.01, doubt: 1 };

/** Papers that stand for all others. More tell little more, and solving takes the cube of their number. */
export const backgroundSize = 1000;

/**
 * Papers that stand for all that a reader has said nothing of, made ready once, so that any number of interests are told apart from
 * them in milliseconds each. A similarity is the product of two papers' vectors, both without their mean, plus that of their terms
 * times a weight.
 */
export class Background {
  readonly settings: InterestSettings;
  readonly papers: readonly Features[];
  /** Mean of the papers' vectors: what says nothing of any of them. */
  readonly mean: Float64Array;
  readonly #meaning: Float64Array;
  /** Lower triangle of the papers' similarities with the ridge on the diagonal. */
  readonly #factor: Matrix;

  /**
   * @param papers evenly taken from all; none, and every paper counts as unlike any other.
   * @param dimensions of vectors; 0 where there is no encoder.
   */
  constructor(
    papers: readonly Features[],
    dimensions: number,
    settings: InterestSettings = interestSettings,
  ) {
    this.settings = settings;
    this.papers = papers;
    this.mean = new Float64Array(dimensions);
    const known = papers.filter(({ meaning }) => meaning !== null);
    for (const { meaning } of known)
      for (let j = 0; j < dimensions; j++)
        this.mean[j] = (this.mean[j] as number) + (meaning?.[j] ?? 0) / known.length;
    this.#meaning = new Float64Array(papers.length * dimensions);
    papers.forEach((paper, i) => this.#meaning.set(this.centred(paper), i * dimensions));
    const gram = zeroMatrix(papers.length, papers.length);
    papers.forEach((paper, i) => {
      const row = this.similarities(paper, i + 1);
      for (let j = 0; j < i; j++)
        gram.data[i * papers.length + j] = gram.data[j * papers.length + i] = row[j] as number;
      gram.data[i * papers.length + i] = (row[i] as number) + settings.restraint * papers.length;
    });
    this.#factor = cholesky(gram);
  }

  get dimensions(): number {
    return this.mean.length;
  }

  /** The vector of a paper without the mean; zeros where it has none, which is like no other. */
  centred({ meaning }: Features): Float64Array {
    const centred = new Float64Array(this.dimensions);
    if (meaning === null) return centred;
    for (let j = 0; j < centred.length; j++) centred[j] = (meaning[j] ?? 0) - (this.mean[j] as number);
    return centred;
  }

  /** How similar a paper is to others. */
  similarTo(paper: Features): (other: Features) => number {
    const meaning = this.centred(paper);
    const words = scattered(paper.words);
    return (other) => {
      let sum = this.settings.words * sparseProduct(words, other.words);
      this.centred(other).forEach((value, j) => (sum += value * (meaning[j] as number)));
      return sum;
    };
  }

  /** How similar a paper is to each of the background, or to the first `count` of them. */
  similarities(paper: Features, count = this.papers.length): Float64Array {
    const d = this.dimensions;
    const meaning = this.centred(paper);
    const words = scattered(paper.words);
    const { words: weight } = this.settings;
    const all = this.#meaning;
    const found = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      let sum = weight * sparseProduct(words, (this.papers[i] as Features).words);
      const from = i * d;
      for (let j = 0; j < d; j++) sum += (meaning[j] as number) * (all[from + j] as number);
      found[i] = sum;
    }
    return found;
  }

  /**
   * Which shares of the background's papers make up each of some others best, ridge and all.
   * @param similarities of each of these others with the background's papers
   */
  sharesOf(similarities: readonly Float64Array[]): Float64Array[] {
    const columns = zeroMatrix(this.papers.length, similarities.length);
    similarities.forEach((row, column) =>
      row.forEach((value, i) => (columns.data[i * similarities.length + column] = value)),
    );
    const solved = choleskySolve(this.#factor, columns);
    return similarities.map((_, column) =>
      Float64Array.from(
        { length: this.papers.length },
        (_, i) => solved.data[i * similarities.length + column] as number,
      ),
    );
  }
}

/** A sparse vector with all its places, up to the last, for products with many others. */
export function scattered({ places, values }: SparseVector): Float64Array {
  const all = new Float64Array(places.reduce((last, place) => Math.max(last, place), -1) + 1);
  places.forEach((place, i) => (all[place] = values[i] ?? 0));
  return all;
}

/** The product of two vectors of terms; what lies behind the end of the first is 0. */
export function sparseProduct(one: Float64Array, { places, values }: SparseVector): number {
  let sum = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    if (place < one.length) sum += (one[place] as number) * (values[i] as number);
  }
  return sum;
}
