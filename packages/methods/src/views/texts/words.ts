/**
 * The words of a text in their order: lower case, letters and digits of any script with marks, apostrophes and hyphens inside
 * of a word; everything else parts words. Text of another normal form becomes NFC.
 */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu) ?? []
  );
}
