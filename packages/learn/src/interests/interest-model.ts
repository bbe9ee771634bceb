import { cholesky, choleskySolve, columnMatrix, zeroMatrix } from '@broadsheet/tensor/linalg';
import { sparseProduct, type Background } from './background.ts';
import type { Features } from './features.ts';

/** A paper or text of which a reader has said something. */
export interface Example {
  readonly features: Features;
  /** `more` like this, or `less`. */
  readonly verdict: 'more' | 'less';
  /** How much it counts beside the others, above 0. */
  readonly weight: number;
}

/** A paper's score and what it is made of. */
export interface ScoreParts {
  /** 0 is as interesting as any paper, about 1 as the examples themselves. */
  readonly score: number;
  /** The part of meaning: with those of all words it is the score. */
  readonly meaning: number;
  /** The part of each of the paper's terms that has one, the largest first; by its place in `TermWeights`. */
  readonly words: readonly { readonly place: number; readonly part: number }[];
  /** The part of each example, in their order: together they are the score as well. */
  readonly examples: readonly number[];
}

/**
 * One interest of a reader: a linear model over vectors and terms, w · x. It is the ridge regression that is to give 1 for what a reader
 * wants more of, −1 for what less, and 0 for each paper of the background, in its dual form, where the background has been solved
 * beforehand: what is left of two examples' similarity when the background has explained its share (a Schur complement) makes a
 * system of as many equations as there are examples.
 */
export class InterestModel {
  readonly #background: Background;
  readonly #examples: readonly Example[];
  readonly #meaning: Float64Array;
  /** What the mean vector would score, taken off every score. */
  readonly #offset: number;
  /** Weights of terms, by their places. */
  readonly #words: Float64Array;
  /** Of each example: how much it counts, and its shares of the background. */
  readonly #dual: readonly { readonly factor: number; readonly shares: Float64Array }[];

  /** Without examples every score is 0. */
  constructor(background: Background, examples: readonly Example[]) {
    this.#background = background;
    this.#examples = examples;
    const similarities = examples.map(({ features }) => background.similarities(features));
    const shares = examples.length === 0 ? [] : background.sharesOf(similarities);
    const factors = solve(background, examples, similarities, shares);
    this.#dual = shares.map((row, i) => ({ factor: factors[i] ?? 0, shares: row }));
    this.#meaning = new Float64Array(background.dimensions);
    this.#words = new Float64Array(
      [...background.papers, ...examples.map(({ features }) => features)].reduce(
        (size, { words }) => words.places.reduce((most, place) => Math.max(most, place + 1), size),
        0,
      ),
    );
    this.#dual.forEach(({ factor }, i) => this.#add((examples[i] as Example).features, factor));
    background.papers.forEach((paper, at) => {
      const share = this.#dual.reduce((sum, one) => sum + one.factor * (one.shares[at] as number), 0);
      this.#add(paper, -share);
    });
    this.#offset = this.#meaning.reduce((sum, weight, j) => sum + weight * (background.mean[j] as number), 0);
  }

  /** The score by meaning alone, of a vector of length one. */
  scoreMeaning(vector: ArrayLike<number>): number {
    const weights = this.#meaning;
    let sum = -this.#offset;
    for (let j = 0; j < weights.length; j++) sum += (weights[j] as number) * (vector[j] as number);
    return sum;
  }

  score({ meaning, words }: Features): number {
    return (meaning === null ? 0 : this.scoreMeaning(meaning)) + sparseProduct(this.#words, words);
  }

  /** The score taken apart in two ways, each of which adds up to it but for rounding. */
  explain(paper: Features): ScoreParts {
    const meaning = paper.meaning === null ? 0 : this.scoreMeaning(paper.meaning);
    const words = paper.words.places
      .map((place, i) => ({ place, part: (this.#words[place] ?? 0) * (paper.words.values[i] ?? 0) }))
      .filter(({ part }) => part !== 0)
      .sort((a, b) => b.part - a.part || a.place - b.place);
    const behind = this.#background.similarities(paper);
    const similarity = this.#background.similarTo(paper);
    const examples = this.#dual.map(({ factor, shares }, i) => {
      let rest = similarity((this.#examples[i] as Example).features);
      for (let at = 0; at < shares.length; at++) rest -= (shares[at] as number) * (behind[at] as number);
      return factor * rest;
    });
    return { score: words.reduce((sum, { part }) => sum + part, meaning), meaning, words, examples };
  }

  #add(features: Features, factor: number): void {
    const vector = this.#background.centred(features);
    for (let j = 0; j < vector.length; j++)
      this.#meaning[j] = (this.#meaning[j] as number) + factor * (vector[j] as number);
    const { places, values } = features.words;
    const byWords = factor * this.#background.settings.words;
    places.forEach(
      (place, i) => (this.#words[place] = (this.#words[place] ?? 0) + byWords * (values[i] ?? 0)),
    );
  }
}

/** How much each example counts. */
function solve(
  background: Background,
  examples: readonly Example[],
  similarities: readonly Float64Array[],
  shares: readonly Float64Array[],
): Float64Array {
  const count = examples.length;
  if (count === 0) return new Float64Array(0);
  const rest = zeroMatrix(count, count);
  examples.forEach(({ features, weight }, i) => {
    const similarity = background.similarTo(features);
    for (let j = 0; j <= i; j++) {
      let value = similarity((examples[j] as Example).features);
      const share = shares[j] as Float64Array;
      (similarities[i] as Float64Array).forEach((x, at) => (value -= x * (share[at] as number)));
      rest.data[i * count + j] = rest.data[j * count + i] = value;
    }
    rest.data[i * count + i] = (rest.data[i * count + i] as number) + background.settings.doubt / weight;
  });
  const wanted = columnMatrix(examples.map(({ verdict }) => (verdict === 'more' ? 1 : -1)));
  return choleskySolve(cholesky(rest), wanted).data;
}
