import { encodeWords } from 'nodemailer/lib/mime-funcs';

/**
 * Text as it may stand in a header: on one line, without control characters, and no longer than that. Whatever could end a
 * line somewhere (CR, LF, NEL, U+2028, …) becomes a space, so that nobody's title can begin a header of its own.
 */
export function headerText(text: string, longest = 300): string {
  const line = text
    .toWellFormed()
    // Directions of writing that are opened and not closed would turn what the mail program shows beside it.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = [...line];
  return letters.length <= longest ? line : `${letters.slice(0, longest - 1).join('')}…`;
}

/** A phrase (RFC 5322, 3.2.5): a quoted string, or encoded words (RFC 2047) where it has other letters than ASCII. */
export function headerPhrase(text: string, longest = 60): string {
  const line = headerText(text, longest);
  return /^[ -~]*$/.test(line) ? `"${line.replace(/["\\]/g, '\\$&')}"` : encodeWords(line, 'Q', 52, true);
}

/**
 * An address of a page between angle brackets, on one line however long it is: some servers that sign after us, and some
 * that look for it, take a folded one for broken.
 * @throws RangeError where it is no http(s) address, or would make a line longer than RFC 5322 allows (998).
 */
export function headerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new RangeError('A header needs an http address.');
  // WHATWG's serialisation leaves neither controls nor brackets in an address, but for a few places in a path.
  const href = url.href.replace(/[^!-~]|[<>"\\]/g, (letter) => encodeURIComponent(letter));
  if (href.length > 900)
    throw new RangeError(`An address of ${href.length} letters is too long for a header.`);
  return `<${href}>`;
}
