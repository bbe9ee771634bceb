import type { Author } from '../record/source-record.ts';

const suffix = /^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?$/i;

/** `Last, First` as `First Last`; a name without a comma, or with a suffix behind it, stays. */
export function uninvertName(name: string): string {
  const parts = name.split(',').map((part) => part.trim());
  const [family = '', ...rest] = parts;
  const given = rest.filter((part) => !suffix.test(part));
  const suffixes = rest.filter((part) => suffix.test(part));
  if (given.length !== 1) return name.trim();
  return [given[0], family, ...suffixes].join(' ').trim();
}

/**
 * Takes a flat list of authors apart, as arXiv's raw format and feeds write it: `A. B, C. D and E. F (affiliation)`.
 * Commas inside of brackets belong to the affiliation; `Jr.` belongs to the name before it.
 */
export function splitAuthors(text: string): Author[] {
  const authors: Author[] = [];
  for (const part of splitOutsideBrackets(text)) {
    const { name, affiliation } = takeAffiliation(part);
    const last = authors.at(-1);
    if (name === '') {
      if (last && affiliation && last.affiliation === undefined) last.affiliation = affiliation;
    } else if (last && suffix.test(name)) {
      last.name = `${last.name} ${name}`;
    } else {
      authors.push(affiliation ? { name, affiliation } : { name });
    }
  }
  return authors;
}

function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  const words = text.split(/(\s+and\s+|[,;()])/);
  for (const word of words) {
    if (word === '(') depth++;
    if (depth === 0 && (word === ',' || word === ';' || /^\s+and\s+$/.test(word))) {
      parts.push(part);
      part = '';
    } else {
      part += word;
    }
    if (word === ')') depth = Math.max(0, depth - 1);
  }
  parts.push(part);
  return parts.map((piece) => piece.replace(/^\s*and\s+/, '').trim()).filter((piece) => piece !== '');
}

function takeAffiliation(part: string): { name: string; affiliation?: string } {
  const open = part.indexOf('(');
  if (open < 0) return { name: part };
  const close = part.lastIndexOf(')');
  const affiliation = part.slice(open + 1, close > open ? close : undefined).trim();
  const name = part.slice(0, open).trim();
  // A footnote mark such as (1) is no affiliation.
  return affiliation === '' || /^[\d\s,*]+$/.test(affiliation)
    ? { name }
    : { name, affiliation: affiliation.slice(0, 500) };
}
