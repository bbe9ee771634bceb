import type { SparseVector } from './features.ts';

/** Terms that are told apart; what is new beyond counts nothing. */
const mostTerms = 500_000;

/**
 * How telling terms are, by a sample of papers: ln((N + 1) / (df + 1)), N being the papers of the sample and df how many of them hold
 * the term. A term that none of them holds is as telling as can be, since names of new things are such terms.
 */
export class TermWeights {
  readonly #places = new Map<string, number>();
  readonly #terms: string[] = [];
  readonly #weights: number[] = [];
  readonly #papers: number;

  /** @param sample the terms of each paper, as often as they stand there. */
  constructor(sample: Iterable<readonly string[]>) {
    const counts = new Map<string, number>();
    let papers = 0;
    for (const terms of sample) {
      papers++;
      for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    this.#papers = papers;
    for (const [term, count] of counts) this.#add(term, count);
  }

  /** How many places there are so far. */
  get size(): number {
    return this.#terms.length;
  }

  /** The term of a place. @throws RangeError where there is none. */
  termAt(place: number): string {
    const term = this.#terms[place];
    if (term === undefined) throw new RangeError(`There is no term ${place}.`);
    return term;
  }

  /** Terms of a text → weights (1 + ln tf) · idf, of length one together. */
  weigh(terms: readonly string[]): SparseVector {
    const counts = new Map<number, number>();
    for (const term of terms) {
      const place = this.#places.get(term) ?? this.#add(term, 0);
      if (place !== null) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const places = [...counts.keys()];
    return unit(
      places,
      places.map((place) => (1 + Math.log(counts.get(place) ?? 1)) * (this.#weights[place] ?? 0)),
    );
  }

  #add(term: string, count: number): number | null {
    if (this.#terms.length >= mostTerms) return null;
    const place = this.#terms.push(term) - 1;
    this.#places.set(term, place);
    this.#weights.push(Math.log((this.#papers + 1) / (count + 1)));
    return place;
  }
}

/** Values at their places, divided by their length; those that are 0 are left out. */
function unit(places: readonly number[], values: readonly number[]): SparseVector {
  const length = Math.hypot(...values);
  if (length === 0) return { places: [], values: [] };
  const kept = places.flatMap((place, i) => (values[i] === 0 ? [] : [{ place, value: values[i] ?? 0 }]));
  return { places: kept.map(({ place }) => place), values: kept.map(({ value }) => value / length) };
}
