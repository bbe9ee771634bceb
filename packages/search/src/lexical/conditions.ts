import { stopWords, type Store } from '@broadsheet/papers';
import type { Clause, Query, Term } from '../query/ast.ts';
import { filterSql, type Bind } from './filter-sql.ts';
import { papersWithWord, type Inside } from './index-lookup.ts';

/** Everything that a query requires or excludes, as SQL over `papers p`. */
export interface Conditions {
  where: string;
  parameters: unknown[];
}

/**
 * Turns a query's requirements into SQL. Required and excluded words are looked up in the lexical index first, so
 * that they agree with the ranking on what a word is (stemming, stop words) and hold for all papers.
 * @param first Number of the first free placeholder.
 * @param allWords Also the free words are required (for sorting by date or votes).
 */
export async function conditionsOf(
  store: Store,
  inside: Inside,
  query: Query,
  first: number,
  allWords: boolean,
): Promise<Conditions> {
  const parameters: unknown[] = [];
  const bind: Bind = (value) => `$${parameters.push(value) + first - 1}`;
  const parts: string[] = [];
  for (const clause of query.clauses) {
    const sql = await clauseSql(store, inside, clause, bind, allWords);
    if (sql !== null) parts.push(`(${sql})`);
  }
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), parameters };
}

async function clauseSql(
  store: Store,
  inside: Inside,
  clause: Clause,
  bind: Bind,
  allWords: boolean,
): Promise<string | null> {
  switch (clause.kind) {
    case 'word':
      return allWords ? termSql(store, inside, clause, bind) : null;
    case 'must':
      return termSql(store, inside, clause.term, bind);
    case 'not': {
      const sql = await termSql(store, inside, clause.term, bind);
      return sql === null ? null : `(${sql}) is not true`;
    }
    case 'or': {
      const alternatives: string[] = [];
      for (const term of clause.terms) {
        const sql = await termSql(store, inside, term, bind);
        if (sql !== null) alternatives.push(`(${sql})`);
      }
      return alternatives.length === 0 ? null : alternatives.join(' or ');
    }
    default:
      return termSql(store, inside, clause, bind);
  }
}

/** null where the term can be neither required nor excluded: it is a stop word. */
async function termSql(store: Store, inside: Inside, term: Term, bind: Bind): Promise<string | null> {
  if (term.kind === 'filter') return filterSql(term, bind);
  const simple = /^\p{Letter}+$/u.test(term.text);
  if (term.kind === 'word' && simple) {
    if (stopWords.has(term.text.toLowerCase())) return null;
    return `p.id = any(${bind([...(await papersWithWord(store, inside, term.text))])}::bigint[])`;
  }
  return `p.id = any(${bind(await papersWithPhrase(store, inside, term.text))}::bigint[])`;
}

/**
 * All papers in whose title, abstract or authors the phrase stands, between word bounds, in any case. The index
 * narrows the papers down by the phrase's plain words; the text itself decides.
 */
async function papersWithPhrase(store: Store, inside: Inside, phrase: string): Promise<number[]> {
  let candidates: number[] | null = null;
  for (const word of indexedWords(phrase)) {
    const found = await papersWithWord(store, inside, word);
    candidates = (candidates ?? [...found]).filter((id) => found.has(id));
    if (candidates.length === 0) return [];
  }
  const rows = await inside.query<{ id: number }>(
    `select id from papers where ($2::bigint[] is null or id = any($2::bigint[]))
        and (title ~* $1 or abstract ~* $1 or author_names ~* $1)`,
    [phrasePattern(phrase), candidates],
  );
  return rows.map(({ id }) => id);
}

/** Words that the index surely holds as words: PostgreSQL reads `cs.LG` as a host's name and `-4` as a number. */
function indexedWords(phrase: string): string[] {
  return phrase
    .split(/\s+/)
    .map((part) => part.replace(/^[^\p{Letter}\p{Number}]+|[^\p{Letter}\p{Number}]+$/gu, ''))
    .filter((part) => /^[a-z]{2,}$/i.test(part) && !stopWords.has(part.toLowerCase()))
    .slice(0, 6);
}

/** A PostgreSQL regular expression for the phrase taken literally, any white space between its words. */
function phrasePattern(phrase: string): string {
  const body = phrase
    .trim()
    .split(/\s+/)
    .map((part) => part.replace(/[^\p{Letter}\p{Number}]/gu, (sign) => `\\${sign}`))
    .join('\\s+');
  const opening = /^[\p{Letter}\p{Number}]/u.test(phrase.trim()) ? '\\m' : '';
  const closing = /[\p{Letter}\p{Number}]$/u.test(phrase.trim()) ? '\\M' : '';
  return opening + body + closing;
}
