import { stripMarkup } from './markup.ts';
import { splitMath } from './math-spans.ts';
import { mendMojibake } from './mojibake.ts';
import { texToUnicode } from './tex-text.ts';

/**
 * Control characters (but tab and line breaks), soft hyphens, zero-width and bidirectional marks, and what is left of a
 * byte-order mark: nothing that a reader could see. Joiners stay, since scripts need them.
 */
const invisible =
  /(?![\t\n])\p{Control}|[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;

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
