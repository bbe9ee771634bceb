import { createHash } from 'node:crypto';
import type { Author } from '../record/source-record.ts';
import { foldText } from './fold-text.ts';

/**
 * A title reduced to its words, for strict comparison: case, accents, punctuation, TeX commands and spacing do not
 * count; letters and digits do.
 */
export function foldTitle(title: string): string {
  return foldText(title.replace(/\\[a-zA-Z]{1,30}(?=[\s{$^_\\]|$)/g, ' '))
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/** An author's name as it stands in addresses: `geoffrey-hinton`. `Hinton, Geoffrey` gives the same. */
export function authorKey(name: string): string {
  const key = foldText(uninverted(name)).replace(/[^\p{Letter}\p{Number}]+/gu, '-');
  return key.replace(/^-|-$/g, '').slice(0, 120) || 'unnamed';
}

function uninverted(name: string): string {
  const [family = '', given, ...more] = name.split(',');
  return given === undefined || more.length > 0 || /^\s*(jr|sr|ii|iii|iv)\.?\s*$/i.test(given)
    ? name
    : `${given} ${family}`;
}

/**
 * The strict rule for "the same paper": equal folded title, first author's family name, and year. null where one of
 * them is missing, or where the title is too general to identify anything ("Editorial", "Introduction").
 */
export function mergeKey(title: string, authors: readonly Author[], year: number | null): string | null {
  const folded = foldTitle(title);
  const family =
    authorKey(authors[0]?.name ?? '')
      .split('-')
      .at(-1) ?? '';
  if (year === null || authors.length === 0 || family === 'unnamed') return null;
  if (folded.length < 15 || folded.split(' ').length < 3) return null;
  // An index entry has a size limit, and a title of 2,000 characters would pass it.
  const name = folded.length <= 300 ? folded : createHash('sha256').update(folded).digest('hex');
  return `${name}|${family}|${year}`;
}
