import { stopWords } from '@broadsheet/papers';
import type { Clause, Query, Term } from '../query/ast.ts';
import { filterSql, type Bind } from './filter-sql.ts';

/** Everything that a query requires or excludes, as SQL over `papers p`. */
export interface Conditions {
  where: string;
  parameters: unknown[];
}

/** How words and phrases become conditions over `papers p`. */
export interface TermConditions {
  /** A word of letters alone, that is no stop word, in any inflection. */
  word(word: string, bind: Bind): string | Promise<string>;
  /** Text that stands in title, abstract or authors as it is, between word bounds, in any case. */
  phrase(phrase: string, bind: Bind): string | Promise<string>;
}

/**
 * Turns a query's requirements into SQL.
 * @param first Number of the first free placeholder.
 * @param allWords Also the free words are required (for sorting by date or votes).
 */
export async function conditionsOf(
  terms: TermConditions,
  query: Query,
  first: number,
  allWords: boolean,
): Promise<Conditions> {
  const parameters: unknown[] = [];
  const bind: Bind = (value) => `$${parameters.push(value) + first - 1}`;
  const parts: string[] = [];
  // Of a pasted text words come as often as they stand there.
  const seen = new Set<string>();
  for (const clause of query.clauses) {
    if (clause.kind === 'word') {
      const word = clause.text.toLowerCase();
      if (seen.has(word)) continue;
      seen.add(word);
    }
    const sql = await clauseSql(terms, clause, bind, allWords);
    if (sql !== null) parts.push(`(${sql})`);
  }
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), parameters };
}

async function clauseSql(
  terms: TermConditions,
  clause: Clause,
  bind: Bind,
  allWords: boolean,
): Promise<string | null> {
  switch (clause.kind) {
    case 'word':
      return allWords ? termSql(terms, clause, bind) : null;
    case 'must':
      return termSql(terms, clause.term, bind);
    case 'not': {
      const sql = await termSql(terms, clause.term, bind);
      return sql === null ? null : `(${sql}) is not true`;
    }
    case 'or': {
      const alternatives: string[] = [];
      for (const term of clause.terms) {
        const sql = await termSql(terms, term, bind);
        if (sql !== null) alternatives.push(`(${sql})`);
      }
      return alternatives.length === 0 ? null : alternatives.join(' or ');
    }
    default:
      return termSql(terms, clause, bind);
  }
}

/** null where the term can be neither required nor excluded: it is a stop word. */
async function termSql(terms: TermConditions, term: Term, bind: Bind): Promise<string | null> {
  if (term.kind === 'filter') return filterSql(term, bind);
  const simple = /^\p{Letter}+$/u.test(term.text);
  if (term.kind === 'word' && simple)
    return stopWords.has(term.text.toLowerCase()) ? null : terms.word(term.text, bind);
  return terms.phrase(term.text, bind);
}

/** A PostgreSQL regular expression for the phrase taken literally, any white space between its words. */
export function phrasePattern(phrase: string): string {
  const body = phrase
    .trim()
    .split(/\s+/)
    .map((part) => part.replace(/[^\p{Letter}\p{Number}]/gu, (sign) => `\\${sign}`))
    .join('\\s+');
  const opening = /^[\p{Letter}\p{Number}]/u.test(phrase.trim()) ? '\\m' : '';
  const closing = /[\p{Letter}\p{Number}]$/u.test(phrase.trim()) ? '\\M' : '';
  return opening + body + closing;
}
