import { random, tensor } from '@broadsheet/tensor';
import { draw, type Draw, type MakeViews } from '@broadsheet/methods';
import type { TokenisedPaper, TokenisedPapers } from './tokenised-papers.ts';

export interface PaperViewOptions {
  /** Tokens of a view; of a longer one a part at a random place is taken. */
  readonly length: number;
  /** How often each kind of pair is made, in proportion to the others. */
  readonly shares: {
    /** The title, and the abstract. */
    readonly titleAndAbstract: number;
    /** Two random halves of the sentences. */
    readonly halves: number;
    /** Some words in a row, as a query would be, and the text around them. */
    readonly spanAndRest: number;
  };
}

/** Words of a span at most: what people type. */
const longestSpan = 8;

/**
 * Two views of a paper that share no place of its text: what they have in common is what the paper is about. A paper that
 * cannot be parted in one way (no abstract, one sentence) is parted in the next. A title alone is both views: parted, its words
 * would be said to mean the same. int32 [count, length] each, -1 for no token.
 */
export function paperViews(papers: TokenisedPapers, { length, shares }: PaperViewOptions): MakeViews {
  const { titleAndAbstract, halves, spanAndRest } = shares;
  const all = titleAndAbstract + halves + spanAndRest;
  return (indices, key, chosen = indices.dataNow<'int32'>()) => {
    const made = [0, 1].map(() => new Int32Array(chosen.length * length).fill(-1)) as [
      Int32Array,
      Int32Array,
    ];
    chosen.forEach((index, i) => {
      const host = draw(random.fold(key, i));
      const kind = host.uniform(0, all);
      const paper = papers.paper(index);
      const pair =
        (kind < titleAndAbstract ? titleFrom(paper) : null) ??
        (kind < titleAndAbstract + halves ? sentenceHalves(paper, host) : null) ??
        spanFrom(paper, host);
      pair.forEach((tokens, view) => window(tokens, made[view] as Int32Array, i * length, length, host));
    });
    return made.map((view) => tensor(view, [chosen.length, length]));
  };
}

type Pair = readonly [ArrayLike<number>, ArrayLike<number>];

function titleFrom({ tokens, ends }: TokenisedPaper): Pair | null {
  const end = ends[0] ?? 0;
  return end === 0 || end === tokens.length ? null : [tokens.subarray(0, end), tokens.subarray(end)];
}

function sentenceHalves({ tokens, ends }: TokenisedPaper, host: Draw): Pair | null {
  const parts = [...ends.keys()].filter((part) => startOf(ends, part) < (ends[part] as number));
  if (parts.length < 2) return null;
  const order = host.order(parts.length);
  const halves: [number[], number[]] = [[], []];
  order.forEach((at, place) => {
    const part = parts[at] as number;
    const half = halves[place < parts.length >> 1 ? 0 : 1];
    for (let i = startOf(ends, part); i < (ends[part] as number); i++) half.push(tokens[i] as number);
  });
  return halves;
}

function spanFrom({ tokens, ends }: TokenisedPaper, host: Draw): Pair {
  if (tokens.length < 2 || ends[0] === tokens.length) return [tokens, tokens];
  const span = 1 + host.below(Math.min(longestSpan, tokens.length - 1));
  const from = host.below(tokens.length - span + 1);
  return [tokens.subarray(from, from + span), [...tokens.subarray(0, from), ...tokens.subarray(from + span)]];
}

function startOf(ends: Int32Array, part: number): number {
  return part === 0 ? 0 : (ends[part - 1] as number);
}

function window(tokens: ArrayLike<number>, into: Int32Array, at: number, length: number, host: Draw): void {
  const from = tokens.length > length ? host.below(tokens.length - length + 1) : 0;
  for (let i = 0; i < Math.min(length, tokens.length); i++) into[at + i] = tokens[from + i] as number;
}
