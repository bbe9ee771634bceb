import { identitiesOf } from '../identity/index.ts';
import type { Identity, Link } from '../record/source-record.ts';

/** Untyped content of a file: read field by field, never trusted. */
export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field's text, or the empty string where it is something else. */
export function text(row: Row, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

/** A whole number that is not negative, or undefined. */
export function count(row: Row, field: string): number | undefined {
  const value = row[field];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The strings of a list field; anything else in it is left out. */
export function texts(row: Row, field: string): string[] {
  const value = row[field];
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string' && item !== '')
    : [];
}

/** The rows of a list field. */
export function rows(row: Row, field: string): Row[] {
  const value = row[field];
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** A link where the address is one that a page may show; nothing otherwise. */
export function link(kind: Link['kind'], url: string, stars?: number): Link[] {
  if (!/^https?:\/\/[^\s]+$/i.test(url) || url.length > 2000 || !URL.canParse(url)) return [];
  return [stars === undefined ? { kind, url } : { kind, url, stars }];
}

/** The names that several texts imply, each once. */
export function identitiesIn(...found: string[]): Identity[] {
  const names = found.filter((name) => name !== '').flatMap(identitiesOf);
  return [...new Map(names.map((name) => [`${name.scheme} ${name.value}`, name])).values()];
}

/** Of a list of subject classes those that are arXiv categories (MSC and ACM classes stand among them). */
export function categoriesIn(classes: readonly string[]): string[] {
  return classes.filter((name) => /^[a-z]+(-[a-z]+)?(\.[A-Za-z-]{2,10})?$/.test(name));
}
