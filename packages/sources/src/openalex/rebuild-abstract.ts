import { fields } from '@broadsheet/papers';

/** More words than any abstract has. Positions are the service's word, and one of 2³¹ must cost nothing. */
const mostWords = 10_000;
const longest = 50_000;

/**
 * OpenAlex gives abstracts as an inverted index, `{ word: [positions] }`. The text again, words joined by spaces; empty
 * where the index is none, or is of no abstract (over 10,000 words or 50,000 characters).
 * Source: https://developers.openalex.org/api-reference/works
 */
export function rebuildAbstract(index: unknown): string {
  if (!fields.isRow(index)) return '';
  const words = new Map<number, string>();
  for (const [word, positions] of Object.entries(index)) {
    if (!Array.isArray(positions)) continue;
    for (const position of positions) {
      if (!Number.isInteger(position) || position < 0 || position >= mostWords) continue;
      words.set(position, word);
    }
  }
  const abstract = [...words]
    .sort(([a], [b]) => a - b)
    .map(([, word]) => word)
    .join(' ');
  return abstract.length > longest ? '' : abstract;
}
