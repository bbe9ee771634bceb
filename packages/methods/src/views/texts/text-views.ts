import { random } from '@broadsheet/tensor';
import type { MakeViews } from '../batches.ts';
import { draw, type Draw } from '../draw.ts';
import { fillUp } from './fill-up.ts';

/** A text as its sentences, and each of those as its tokens. A title and an abstract are two of them. */
export type Sentences = readonly Int32Array[];

export interface TextViewOptions {
  /** Tokens of a view; of a longer one a part at a random place is taken. */
  readonly length: number;
  /**
   * What two views are made of:
   * - `drop`: both of all tokens, words left out of each on its own (as Gao et al., 2021, do by dropout);
   * - `halves`: of two random halves of the tokens;
   * - `sentences`: of two random halves of the sentences; a text of one sentence becomes two halves of its tokens;
   * - `first-and-rest`: of the first sentence and of all others: title and abstract, in this order.
   */
  readonly by: 'drop' | 'halves' | 'sentences' | 'first-and-rest';
  /** The probability of each word to be left out; 0.1 unless given. One word at least is left. */
  readonly drop?: number;
}

/**
 * Two random views of texts, int32 [count, length] filled up with -1. Where they part a text, no place of it is in both, and
 * what they have in common is what it is about. A text of one word is in both.
 * @throws RangeError where an option is out of range.
 */
export function textViews(texts: readonly Sentences[], options: TextViewOptions): MakeViews {
  const { length, by, drop = 0.1 } = options;
  if (!Number.isInteger(length) || length < 1)
    throw new RangeError(`textViews: length is a whole number of at least 1, not ${length}.`);
  if (!(drop >= 0 && drop < 1)) throw new RangeError(`textViews: drop is from 0 to below 1, not ${drop}.`);
  return (indices, key, chosen = indices.dataNow<'int32'>()) => {
    const pairs = [...chosen].map((index, i) => {
      const text = texts[index];
      if (text === undefined)
        throw new RangeError(`textViews: there is no text ${index}; they are 0 to ${texts.length - 1}.`);
      const host = draw(random.fold(key, i));
      return parts(text, by, host).map((tokens) => window(dropped(tokens, drop, host), length, host));
    });
    return [0, 1].map((view) =>
      fillUp(
        pairs.map((pair) => pair[view] as number[]),
        length,
      ),
    );
  };
}

function parts(text: Sentences, by: TextViewOptions['by'], host: Draw): readonly [number[], number[]] {
  const all = (): number[] => text.flatMap((sentence) => [...sentence]);
  if (by === 'drop') return [all(), all()];
  if (by === 'first-and-rest')
    return [[...(text[0] ?? [])], text.slice(1).flatMap((sentence) => [...sentence])];
  const written = text.filter((sentence) => sentence.length > 0);
  if (by === 'halves' || written.length < 2) return halves(all(), host);
  const [one, other] = halves(
    written.map((_, i) => i),
    host,
  );
  const join = (chosen: number[]): number[] => chosen.flatMap((i) => [...(written[i] as Int32Array)]);
  return [join(one), join(other)];
}

/** Two random halves, each in the order of the whole; a single one is in both. */
function halves(whole: readonly number[], host: Draw): readonly [number[], number[]] {
  if (whole.length < 2) return [[...whole], [...whole]];
  const first = new Set(host.order(whole.length).subarray(0, whole.length >> 1));
  return [whole.filter((_, i) => first.has(i)), whole.filter((_, i) => !first.has(i))];
}

function dropped(tokens: readonly number[], drop: number, host: Draw): number[] {
  const kept = tokens.filter(() => !host.chance(drop));
  return kept.length > 0 || tokens.length === 0 ? kept : [tokens[host.below(tokens.length)] as number];
}

function window(tokens: number[], length: number, host: Draw): number[] {
  if (tokens.length <= length) return tokens;
  const from = host.below(tokens.length - length + 1);
  return tokens.slice(from, from + length);
}
