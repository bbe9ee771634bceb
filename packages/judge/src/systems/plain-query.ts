/**
 * A judged query, which is plain text, for the search box, which has a language: what would be an operator of it becomes plain
 * words. Quotation marks would require a phrase, `OR` in a query in capitals would join alternatives, a hyphen before a word
 * would exclude it, and `year:` or `author:` would filter.
 */
export function plainQuery(text: string): string {
  return text
    .replace(/["“”„‟«»＂「」『』|]/g, ' ')
    .replace(/[:：]/g, ' ')
    .replace(/(?<=^|[\s()])[-+－−＋]+/g, '')
    .replace(/\bOR\b/g, 'or')
    .replace(/\s+/g, ' ')
    .trim();
}
