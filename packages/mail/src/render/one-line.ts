/**
 * Text on one line: what could end a line somewhere (CR, LF, NEL, U+2028, …), other control characters and runs of
 * space become one space. Directions of writing that a text opens and does not close would turn what stands after it.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
