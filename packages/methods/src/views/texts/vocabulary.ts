import { wordsOf } from './words.ts';

export interface VocabularyOptions {
  /** Most words that are known; the most frequent ones, of equally frequent ones the first in the alphabet. */
  readonly size: number;
  /** How often a word has to come; 2 unless given. */
  readonly least?: number;
  /** Tokens after the known words that unknown words share by their letters; 0 (unless given) leaves unknown words out. */
  readonly shared?: number;
}

/** Words as whole numbers. */
export class Vocabulary {
  /** The most frequent first: word i is token i. */
  readonly words: readonly string[];
  readonly shared: number;
  readonly #tokens: ReadonlyMap<string, number>;

  constructor(words: readonly string[], shared = 0) {
    this.words = words;
    this.shared = shared;
    this.#tokens = new Map(words.map((word, token) => [word, token]));
    if (this.#tokens.size !== words.length) throw new RangeError('A vocabulary has every word once.');
  }

  /** Counts the words of texts. @throws RangeError where an option is out of range. */
  static of(texts: Iterable<string>, { size, least = 2, shared = 0 }: VocabularyOptions): Vocabulary {
    for (const [name, value] of Object.entries({ size, least, shared }))
      if (!Number.isInteger(value) || value < 0)
        throw new RangeError(`Vocabulary: ${name} is a whole number of at least 0, not ${value}.`);
    const counts = new Map<string, number>();
    for (const text of texts) for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const found = [...counts].filter(([, count]) => count >= least);
    found.sort(([a, often], [b, other]) => other - often || (a < b ? -1 : 1));
    return new Vocabulary(
      found.slice(0, size).map(([word]) => word),
      shared,
    );
  }

  /** How many tokens there are: what a table of embeddings has rows. */
  get tokens(): number {
    return this.words.length + this.shared;
  }

  /** -1 of a word that is not known where none are shared. */
  tokenOf(word: string): number {
    const known = this.#tokens.get(word);
    if (known !== undefined) return known;
    return this.shared === 0 ? -1 : this.words.length + (fingerprint(word) % this.shared);
  }

  /** The tokens of a text's words in their order; words without one are left out. */
  encode(text: string): Int32Array<ArrayBuffer> {
    return Int32Array.from(wordsOf(text).map((word) => this.tokenOf(word))).filter((token) => token >= 0);
  }
}

/** FNV-1a of 32 bits over the word's UTF-16 units. */
function fingerprint(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
