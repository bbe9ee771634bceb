import { authorKey, parseIdentity } from '@broadsheet/papers';
import type { Filter } from '../query/ast.ts';

/** Gives a value to the statement and returns its placeholder (`$3`): values never become part of the SQL text. */
export type Bind = (value: unknown) => string;

/** One operator as a condition over `papers p`. */
export function filterSql({ field, value }: Filter, bind: Bind): string {
  switch (field) {
    case 'author':
      return authorSql(value, bind);
    case 'cat':
      return value.includes('.')
        ? `exists (select 1 from unnest(p.categories) c where lower(c) = lower(${bind(value)}::text))`
        : `exists (select 1 from unnest(p.categories) c
             where lower(c) = lower(${bind(value)}::text) or starts_with(lower(c), lower(${bind(`${value}.`)}::text)))`;
    case 'venue':
      return `strpos(lower(p.venue), lower(${bind(value)}::text)) > 0`;
    case 'year':
      return yearSql(value, bind);
    case 'after':
      return `p.published_on >= ${bind(firstDay(value))}::date`;
    case 'before':
      return `p.published_on < ${bind(firstDay(value))}::date`;
    case 'id':
      return idSql(value, bind);
  }
}

/**
 * Each word of the name must begin a word of one author's name: `hinton`, `g hinton` and `geoffrey hinton` all find
 * `geoffrey-everest-hinton`.
 */
function authorSql(value: string, bind: Bind): string {
  const words = authorKey(value).split('-').filter(Boolean).slice(0, 8);
  const conditions = words.map((word) => `'-' || a.name_key like ${bind(`%-${word}%`)}`);
  return `p.id in (select a.paper_id from authorships a where ${conditions.map((c) => `(${c})`).join(' and ')})`;
}

function yearSql(value: string, bind: Bind): string {
  const [from = '', to] = value.split('-');
  if (to === undefined) return `p.year = ${bind(Number(from))}::int`;
  const bounds: string[] = [];
  if (from !== '') bounds.push(`p.year >= ${bind(Number(from))}::int`);
  if (to !== '') bounds.push(`p.year <= ${bind(Number(to))}::int`);
  return `(${bounds.join(' and ')})`;
}

function idSql(value: string, bind: Bind): string {
  const own = /^p(\d{1,15})$/.exec(value);
  if (own) return `p.id = ${bind(Number(own[1]))}::bigint`;
  const identity = parseIdentity(value);
  if (identity === null) return 'false';
  return `p.id in (select i.paper_id from identities i where i.scheme = ${bind(identity.scheme)}::text
    and i.value = ${bind(identity.value)}::text and i.confirmed)`;
}

/** `2023` is 2023-01-01, `2023-05` is 2023-05-01: `after:` includes that day, `before:` does not. */
function firstDay(date: string): string {
  return date + '-01-01'.slice(date.length === 4 ? 0 : date.length === 7 ? 3 : 6);
}
