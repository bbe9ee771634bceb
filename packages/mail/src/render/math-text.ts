import { escapeXml, splitMath, type Piece } from '@broadsheet/papers';
import { formula } from './formula.ts';

/** Formulas of one text that are drawn; those after them stay TeX, so that no text takes long. */
const mostFormulas = 200;

/**
 * Text with formulas as HTML for mail programs, which know no MathML: escaped, with formulas as Unicode, `i`, `b`,
 * `sub` and `sup`.
 */
export function mathHtml(text: string): string {
  return draw(text, escapeXml, (source) => formula(source).html);
}

/** The same as plain text: `ℝᵈ`, `x_(i,j)`, `(a + b)/2`. */
export function mathPlain(text: string): string {
  return draw(
    text,
    (plain) => plain,
    (source) => formula(source).text,
  );
}

function draw(text: string, plain: (text: string) => string, math: (source: string) => string): string {
  let left = mostFormulas;
  return splitMath(text)
    .map((piece) => (piece.kind === 'math' && left-- > 0 ? math(piece.text) : plain(piece.text)))
    .join('');
}

/**
 * The beginning of a text: as many whole sentences as fit, else cut after a word; formulas stay whole. Ends in `…`
 * where something is missing.
 * @param longest in characters, as they are seen
 */
export function beginningOf(text: string, longest: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= longest) return flat;
  const { kept, rest } = take(splitMath(flat), longest);
  if (!rest) return flat;
  // A sentence's end in the last half is a good place; a formula's own dots are none.
  const sentences = [...kept.matchAll(/(?<=[^.\s]{2}[.!?][)”"’]?|[。！？])(?:\s|$)|(?<=[。！？])/gu)];
  const end = sentences.findLast(({ index }) => index >= kept.length / 2)?.index;
  return `${(end === undefined ? kept : kept.slice(0, end)).trimEnd().replace(/[,;:–—-]+$/, '')} …`;
}

function take(pieces: readonly Piece[], longest: number): { kept: string; rest: boolean } {
  let kept = '';
  let room = longest;
  for (const [index, { kind, text }] of pieces.entries()) {
    const length = kind === 'math' ? formula(text).text.length : text.length;
    if (length <= room) {
      kept += text;
      room -= length;
      continue;
    }
    if (kind === 'math') return { kept: kept || (index === 0 ? '' : kept), rest: true };
    return { kept: kept + cutAtWord(text, room), rest: true };
  }
  return { kept, rest: false };
}

/** At most so many UTF-16 units of a text, ending after a word where one ends; never within a character. */
export function cutAtWord(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const part = text
    .slice(0, longest)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
  if (/\s/.test(text[part.length] ?? ' ')) return part;
  const wordStart = part.search(/\S*$/);
  // Chinese and Japanese put no space between words, and nobody misses the end of an endless one.
  return wordStart === 0 || wordStart < part.length - 40 ? part : part.slice(0, wordStart).trimEnd();
}
