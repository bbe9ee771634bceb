import { foldText } from '@broadsheet/papers';
import { stem } from './stem.ts';

/** The words of a text with their places. */
export function wordsOf(text: string): { text: string; start: number; end: number }[] {
  return [...text.matchAll(/[\p{Letter}\p{Number}\p{Mark}]+/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The form under which two words count as the same: no case, no accents, English endings cut. */
export function termOf(word: string): string {
  return stem(foldText(word));
}
