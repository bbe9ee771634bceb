/**
 * A text from an address, as the database can be asked for it: PostgreSQL refuses a NUL and half of a surrogate pair.
 * No stored text holds either, so what is asked with a replacement in their place is not found.
 */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}').toWellFormed();
}
