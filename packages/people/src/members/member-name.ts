/** The longest name, in characters. */
export const longestName = 80;

/**
 * A name as it is kept: without control characters, marks that turn the direction of writing, and spaces at its ends.
 * @returns null where nothing is left, or more than `longestName` characters.
 */
export function tidyName(text: string): string | null {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = [...name].length;
  return letters === 0 || letters > longestName ? null : name;
}
