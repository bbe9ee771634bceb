/** The words of a text with their places. */
export function wordsOf(text: string): { text: string; start: number; end: number }[] {
  return [...text.matchAll(/[\p{Letter}\p{Number}\p{Mark}]+/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}
