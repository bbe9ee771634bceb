import { analyse } from '@broadsheet/papers';

/** Letters of one piece of a term. */
const pieceLength = 4;
/** Pieces of one term at most: a long made-up word is not to outweigh a sentence. */
const mostPieces = 6;

/**
 * Which row of a table stands for what in a text: a known term has a row of its own; the pieces of an unknown one share the rows
 * behind them, so that a new name is near names that are written alike.
 */
export class Lexicon {
  /** As `analyse` makes them; term i has row i. */
  readonly terms: readonly string[];
  /** Rows for pieces. */
  readonly buckets: number;
  readonly #rows: ReadonlyMap<string, number>;

  /** @throws RangeError where a term stands twice. */
  constructor(terms: readonly string[], buckets: number) {
    this.terms = terms;
    this.buckets = buckets;
    this.#rows = new Map(terms.map((term, row) => [term, row]));
    if (this.#rows.size !== terms.length) throw new RangeError('A lexicon has every term once.');
  }

  /** How many rows there are. */
  get rows(): number {
    return this.terms.length + this.buckets;
  }

  /** The row of a known term; -1 of another. */
  rowOf(term: string): number {
    return this.#rows.get(term) ?? -1;
  }

  /** Rows of a term: its own, or those of its pieces. None of an unknown number, which says nothing by its digits. */
  rowsOf(term: string): readonly number[] {
    const known = this.#rows.get(term);
    if (known !== undefined) return [known];
    if (this.buckets === 0 || /^\p{N}+$/u.test(term)) return [];
    return pieces(term).map((piece) => this.terms.length + (fingerprint(piece) % this.buckets));
  }

  /** Rows of a text, in the order of its terms. */
  read(text: string): number[] {
    return termsOf(text).flatMap((term) => this.rowsOf(term));
  }
}

/** The terms of a text, as the lexical index has them: both sides of a search read the same words. */
export function termsOf(text: string): string[] {
  const terms = analyse(text);
  return terms === '' ? [] : terms.split(' ');
}

/** Runs of letters with the ends marked, evenly chosen where there are many (Bojanowski et al., 2017, section 3.2). */
function pieces(term: string): string[] {
  const marked = [...`<${term}>`];
  const count = Math.max(1, marked.length - pieceLength + 1);
  const taken = Math.min(count, mostPieces);
  return Array.from({ length: taken }, (_, i) => {
    const from = taken === 1 ? 0 : Math.round((i * (count - 1)) / (taken - 1));
    return marked.slice(from, from + pieceLength).join('');
  });
}

/** FNV-1a of 32 bits over UTF-16 units. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
