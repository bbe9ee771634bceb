import { stripMarkup } from './markup.ts';
import { splitMath } from './math-spans.ts';
import { mendMojibake } from './mojibake.ts';
import { texToUnicode } from './tex-text.ts';

/** Control characters, zero-width and bidirectional overrides, soft hyphens, and what is left of a byte-order mark. */
// eslint-disable-next-line no-control-regex -- removing them is the point
const invisible = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

/**
 * Text as a source wrote it, as plain Unicode: NFC, white space folded, TeX accents and HTML made into characters.
 * Formulas come out as they went in, but for white space. Paragraphs stay apart by a blank line. Idempotent.
 */
export function normaliseText(raw: string): string {
  let text = raw;
  // TeX may hide an entity (`\&amp;`), so a second round can find more; after a few, nothing more is to be found.
  for (let round = 0; round < 5; round++) {
    const next = normaliseOnce(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

/** The same for one line: titles, names, venues. */
export function normaliseLine(raw: string): string {
  return normaliseText(raw).replace(/\s+/g, ' ');
}

function normaliseOnce(raw: string): string {
  const visible = mendMojibake(raw.toWellFormed().replace(/\r\n?/g, '\n').replace(invisible, ''));
  const text = splitMath(visible)
    .map((piece) => (piece.kind === 'math' ? piece.text : texToUnicode(stripMarkup(piece.text))))
    .join('');
  return text
    .normalize('NFC')
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}
