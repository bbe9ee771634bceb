import type { Features } from '../interests/features.ts';
import { scattered, sparseProduct } from '../interests/background.ts';

/** A paper of a ranking, with what is taken off its score for being like those above it. */
export interface DiversePick<Item> {
  readonly item: Item;
  /** After that was taken off. */
  readonly score: number;
  /** At most 0. */
  readonly repetition: number;
}

/**
 * Picks papers one by one, each time the best when what it repeats of those picked before is taken off: maximal marginal relevance
 * (Carbonell and Goldstein 1998). Scores of picks never rise.
 * @param strength what is taken off for being the same as one above; for less alike ones less, by the cosine.
 */
export function pickDiverse<Item extends { readonly score: number; readonly features: Features }>(
  items: readonly Item[],
  most: number,
  strength: number,
): DiversePick<Item>[] {
  const rest = items.map((item) => ({ item, nearest: 0 }));
  const picks: DiversePick<Item>[] = [];
  while (picks.length < most && rest.length > 0) {
    let best = 0;
    const scoreOf = (at: number) => {
      const one = rest[at];
      return one === undefined ? -Infinity : one.item.score - strength * one.nearest;
    };
    for (let at = 1; at < rest.length; at++) if (scoreOf(at) > scoreOf(best)) best = at;
    const [picked] = rest.splice(best, 1);
    if (picked === undefined) break;
    const repetition = picked.nearest === 0 ? 0 : -strength * picked.nearest;
    picks.push({ item: picked.item, score: picked.item.score + repetition, repetition });
    if (strength === 0) continue;
    const cosine = cosineWith(picked.item.features);
    for (const one of rest) one.nearest = Math.max(one.nearest, cosine(one.item.features));
  }
  return picks;
}

/** By meaning where both papers have a vector, else by their words. */
function cosineWith(paper: Features): (other: Features) => number {
  const { meaning } = paper;
  const words = scattered(paper.words);
  return (other) => {
    if (meaning === null || other.meaning === null) return sparseProduct(words, other.words);
    let sum = 0;
    for (let j = 0; j < meaning.length; j++) sum += (meaning[j] as number) * (other.meaning[j] as number);
    return sum;
  };
}
