import { sentencesOf } from '@broadsheet/methods';
import type { PaperText } from '@broadsheet/papers';
import { Lexicon, termsOf } from '../encoder/lexicon.ts';

export interface LexiconSize {
  /** Terms with a row of their own at most, the most frequent ones. */
  readonly terms: number;
  /** Rows that pieces of other terms share. */
  readonly buckets: number;
}

/** A parted text: its title (empty of none), then its sentences. */
export interface TokenisedPaper {
  /** Rows of all parts, side by side. */
  readonly tokens: Int32Array;
  /** Where each part ends; the title is the first. */
  readonly ends: Int32Array;
}

/** Papers as rows of a table, in little memory: four bytes for each token and each sentence. */
export interface TokenisedPapers {
  readonly lexicon: Lexicon;
  readonly count: number;
  /** In how many papers each row is: [rows]. */
  readonly papersWith: Int32Array;
  paper(index: number): TokenisedPaper;
}

/**
 * Reads papers once: counts terms, makes the lexicon of the most frequent ones, and keeps each paper as rows.
 * @param known Terms that keep their rows, whether they are frequent here or not: those of an encoder to go on from.
 * @param onRead Told how many papers were read, after each page.
 */
export async function tokenisePapers(
  pages: AsyncIterable<readonly PaperText[]>,
  size: LexiconSize,
  known: readonly string[] = [],
  onRead?: (papers: number) => void,
): Promise<TokenisedPapers> {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const frequencies = new Growing();
  const lastSeen = new Growing();
  const tokens = new Growing();
  const ends = new Growing();
  const papers = new Growing();
  papers.push(0);
  let count = 0;
  for await (const page of pages) {
    for (const { title, abstract } of page) {
      for (const part of [title, ...sentencesOf(abstract)]) {
        for (const term of termsOf(part)) {
          let id = ids.get(term);
          if (id === undefined) {
            id = names.push(term) - 1;
            ids.set(term, id);
            frequencies.push(0);
            lastSeen.push(-1);
          }
          if (lastSeen.at(id) !== count) frequencies.set(id, frequencies.at(id) + 1);
          lastSeen.set(id, count);
          tokens.push(id);
        }
        ends.push(tokens.length);
      }
      papers.push(ends.length);
      count++;
    }
    onRead?.(count);
  }
  const lexicon = new Lexicon(chooseTerms(names, frequencies, size, known), size.buckets);
  return placed(lexicon, names, { tokens, ends, papers, count });
}

function chooseTerms(
  names: readonly string[],
  frequencies: Growing,
  { terms }: LexiconSize,
  known: readonly string[],
): string[] {
  const kept = new Set(known);
  const order = names.flatMap((name, id) => (kept.has(name) ? [] : [id]));
  order.sort(
    (a, b) => frequencies.at(b) - frequencies.at(a) || ((names[a] as string) < (names[b] as string) ? -1 : 1),
  );
  const fresh = order.slice(0, Math.max(0, terms - kept.size)).map((id) => names[id] as string);
  return [...known, ...fresh];
}

/** Puts the rows of terms in the place of the terms. */
function placed(
  lexicon: Lexicon,
  names: readonly string[],
  read: { tokens: Growing; ends: Growing; papers: Growing; count: number },
): TokenisedPapers {
  const rowsOf = names.map((name) => lexicon.rowsOf(name));
  const tokens = new Growing();
  const ends = new Int32Array(read.ends.length);
  let from = 0;
  for (let part = 0; part < ends.length; part++) {
    const end = read.ends.at(part);
    for (; from < end; from++) for (const row of rowsOf[read.tokens.at(from)] as number[]) tokens.push(row);
    ends[part] = tokens.length;
  }
  const all = tokens.done();
  const bounds = read.papers.done();
  const paper = (index: number): TokenisedPaper => {
    const [first, behind] = [bounds[index], bounds[index + 1]];
    if (first === undefined || behind === undefined)
      throw new RangeError(`There is no paper ${index}; they are 0 to ${read.count - 1}.`);
    const start = first === 0 ? 0 : (ends[first - 1] as number);
    return {
      tokens: all.subarray(start, behind === first ? start : ends[behind - 1]),
      ends: ends.subarray(first, behind).map((end) => end - start),
    };
  };
  const papersWith = new Int32Array(lexicon.rows);
  for (let index = 0; index < read.count; index++)
    for (const row of new Set(paper(index).tokens)) papersWith[row] = (papersWith[row] as number) + 1;
  return { lexicon, count: read.count, papersWith, paper };
}

/** Whole numbers, more and more of them. */
class Growing {
  #held = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#held.length) {
      const held = new Int32Array(2 * this.length);
      held.set(this.#held);
      this.#held = held;
    }
    this.#held[this.length++] = value;
  }

  at(index: number): number {
    return this.#held[index] as number;
  }

  set(index: number, value: number): void {
    this.#held[index] = value;
  }

  done(): Int32Array {
    return this.#held.slice(0, this.length);
  }
}
