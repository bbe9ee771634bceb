import { splitMath, termOf, wordsOf } from '@broadsheet/papers';

/** Longest passage, in characters, without the dots that mark a cut. */
const passageLength = 320;

/**
 * The stretch of a text that holds most of the wanted terms (different ones count most), about 320 characters, cut
 * between words and not inside a formula; it starts with a sentence where that loses no match.
 */
export function choosePassage(text: string, terms: ReadonlySet<string>): string {
  if (text.length <= passageLength) return text;
  const cuts = cutPoints(text);
  const hits = wordsOf(text)
    .map(({ text: word, start, end }) => ({ term: termOf(word), start, end }))
    .filter(({ term }) => terms.has(term))
    .slice(0, 500);
  let best = { from: 0, to: endOf(cuts, 0, text.length), score: -1 };
  for (const { at, sentence } of cuts) {
    const to = endOf(cuts, at, text.length);
    const inside = hits.filter(({ start, end }) => start >= at && end <= to);
    const score = new Set(inside.map(({ term }) => term)).size * 10 + inside.length + (sentence ? 0.5 : 0);
    if (score > best.score) best = { from: at, to, score };
  }
  const { from, to } = best;
  return `${from > 0 ? '… ' : ''}${text.slice(from, to).trim()}${to < text.length ? ' …' : ''}`;
}

/** Places where a passage may begin or end: the start, and behind spaces outside of formulas. */
function cutPoints(text: string): { at: number; sentence: boolean }[] {
  const points = [{ at: 0, sentence: true }];
  let start = 0;
  for (const piece of splitMath(text)) {
    if (piece.kind === 'text') {
      for (const match of piece.text.matchAll(/\s+/g)) {
        const at = start + match.index + match[0].length;
        points.push({ at, sentence: /[.!?]/.test(text.charAt(start + match.index - 1)) });
      }
    }
    start += piece.text.length;
  }
  return points.slice(0, 1000);
}

/** The last cut that a passage from here reaches; a single longer formula or word is kept whole. */
function endOf(cuts: readonly { at: number }[], from: number, length: number): number {
  if (length - from <= passageLength) return length;
  const later = cuts.filter(({ at }) => at > from);
  return (later.findLast(({ at }) => at <= from + passageLength) ?? later[0])?.at ?? length;
}
