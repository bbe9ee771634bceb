import type { Filter, FilterField } from './ast.ts';

const fields: Record<string, FilterField> = {
  author: 'author',
  authors: 'author',
  by: 'author',
  au: 'author',
  cat: 'cat',
  category: 'cat',
  categories: 'cat',
  venue: 'venue',
  in: 'venue',
  journal: 'venue',
  conference: 'venue',
  year: 'year',
  years: 'year',
  after: 'after',
  since: 'after',
  from: 'after',
  before: 'before',
  until: 'before',
  id: 'id',
  arxiv: 'id',
  doi: 'id',
};

/** The field that an operator's name or alias means; null where it is none. */
export function filterField(name: string): FilterField | null {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

/** Reads an operator's value into its canonical form, or says in plain words why it cannot. */
export function readFilter(name: string, value: string): Filter | { reason: string } {
  const field = filterField(name);
  if (field === null) return { reason: `${name}: is not an operator` };
  if (value === '')
    return { reason: `${name}: needs a value right after the colon: write ${examples[field]}` };
  const canonical = canonicalValue(field, value);
  return canonical === null
    ? { reason: `${name}:${value} is not ${nouns[field]}: write ${examples[field]}` }
    : { kind: 'filter', field, value: canonical };
}

const nouns: Record<FilterField, string> = {
  author: 'a name',
  cat: 'a category',
  venue: 'a venue',
  year: 'a year',
  after: 'a date',
  before: 'a date',
  id: 'an id',
};

const examples: Record<FilterField, string> = {
  author: 'author:hinton or author:"geoffrey hinton"',
  cat: 'cat:cs.LG or cat:cs',
  venue: 'venue:EMNLP',
  year: 'year:2023 or year:2020-2023',
  after: 'after:2023, after:2023-05 or after:2023-05-01',
  before: 'before:2023, before:2023-05 or before:2023-05-01',
  id: 'id:2103.03230',
};

function canonicalValue(field: FilterField, value: string): string | null {
  switch (field) {
    case 'year':
      return canonicalYears(value);
    case 'after':
    case 'before':
      return canonicalDate(value);
    case 'cat':
      return /^[a-z][a-z-]{0,20}(\.[a-z-]{1,20}|\.\*)?$/i.test(value) ? value.replace(/\.\*$/, '') : null;
    default:
      return /[\p{Letter}\p{Number}]/u.test(value) ? value : null;
  }
}

/** `2023`, `2020-2023`, `2020..2023`, `>=2021`, `>2020`, `<2019`, `2021..`, `..2019`. */
function canonicalYears(value: string): string | null {
  const compared = /^(>=|<=|>|<)(\d{4})$/.exec(value);
  if (compared) {
    const year = Number(compared[2]) + (compared[1] === '>' ? 1 : compared[1] === '<' ? -1 : 0);
    return compared[1]?.startsWith('>') ? `${pad(year)}-` : `-${pad(year)}`;
  }
  const range = /^(\d{4})?(?:\.\.\.?|-|–)(\d{4})?$/.exec(value);
  if (range) {
    const [, from, to] = range;
    if (from === undefined && to === undefined) return null;
    if (from === undefined || to === undefined) return `${from ?? ''}-${to ?? ''}`;
    if (from === to) return from;
    return from < to ? `${from}-${to}` : `${to}-${from}`;
  }
  return /^\d{4}$/.test(value) ? value : null;
}

function pad(year: number): string {
  return String(Math.min(9999, Math.max(0, year))).padStart(4, '0');
}

function canonicalDate(value: string): string | null {
  const match = /^(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?$/.exec(value);
  if (!match) return null;
  const [, year = '', month, day] = match;
  if (year === '0000') return null;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return null;
  const start = `${year}-${month.padStart(2, '0')}`;
  if (day === undefined) return start;
  const full = `${start}-${day.padStart(2, '0')}`;
  const date = new Date(`${full}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== full ? null : full;
}
