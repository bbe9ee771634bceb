import { maxQueryLength, maxQueryTerms, type Clause, type Ignored, type Query, type Term } from './ast.ts';
import { filterField, readFilter } from './filter-value.ts';
import { tokenize, type Token } from './tokens.ts';

/**
 * Understands a query. Words are ranked; `"phrases"`, `+words` and `operator:values` are required; `-` excludes;
 * `OR` joins alternatives. Never throws: what is not understood is listed in `ignored`, and the rest stands.
 *
 * More than 64 words and phrases without an `OR` are a pasted text: its words are ranked, and only `operator:value` is more than that.
 */
export function parseQuery(text: string): Query {
  const clauses: Clause[] = [];
  const ignored: Ignored[] = [];
  if (text.length > maxQueryLength) {
    ignored.push({ text: '…', reason: `Only the first ${maxQueryLength} characters are searched.` });
  }
  const tokens = tokenize(text.slice(0, maxQueryLength).toWellFormed().replaceAll('\0', ' '), isOperator);
  if (isPasted(tokens)) return parseProse(tokens, ignored);
  let joining = false;
  let terms = 0;
  for (const token of tokens) {
    if (isOr(token)) {
      joining = clauses.length > 0;
      continue;
    }
    const clause = readToken(token);
    if ('reason' in clause) {
      if (clause.reason !== '') ignored.push({ text: token.source, reason: clause.reason });
      continue;
    }
    if (++terms > maxQueryTerms) {
      ignored.push({ text: token.source, reason: `Only the first ${maxQueryTerms} terms are searched.` });
      break;
    }
    if (joining) join(clauses, clause);
    else clauses.push(clause);
    joining = false;
  }
  return { clauses, ignored };
}

function isPasted(tokens: readonly Token[]): boolean {
  if (tokens.some(isOr)) return false;
  const words = tokens.filter(
    ({ operator, value }) => operator === null && /[\p{Letter}\p{Number}]/u.test(value),
  );
  return words.length > maxQueryTerms;
}

/** Signs go, words stay, and operators whose value is one; another `year: …` of a text is words. */
function parseProse(tokens: readonly Token[], ignored: Ignored[]): Query {
  const filters: Clause[] = [];
  const words: Clause[] = [];
  for (const token of tokens) {
    const clause = token.operator === null ? null : readToken(token);
    if (clause !== null && 'kind' in clause) {
      if (filters.length < maxQueryTerms) filters.push(clause);
      continue;
    }
    const text = token.operator === null ? token.value : token.source;
    for (const piece of text.split(/[\s"()]+/).flatMap(withoutOperator)) {
      const word = piece.replace(/^[+-]+/, '');
      if (/[\p{Letter}\p{Number}]/u.test(word) && word !== 'OR') words.push({ kind: 'word', text: word });
    }
  }
  return { clauses: [...words, ...filters], ignored };
}

/** What looks like an operator and is none: its name and its value are words, so that it is none when they are read again. */
function withoutOperator(piece: string): string[] {
  const name = /^[+-]*([a-z]{2,9}):/i.exec(piece)?.[1]?.toLowerCase();
  return name !== undefined && isOperator(name) ? piece.split(':') : [piece];
}

function isOperator(name: string): boolean {
  return filterField(name) !== null;
}

function isOr(token: Token): boolean {
  return !token.quoted && token.sign === '' && token.operator === null && /^(OR|\||\|\|)$/.test(token.value);
}

function readToken(token: Token): Clause | { reason: string } {
  const term = readTerm(token);
  if ('reason' in term || token.sign === '') return term;
  if (token.sign === '-') return { kind: 'not', term };
  return term.kind === 'word' ? { kind: 'must', term } : term;
}

function readTerm({ operator, value, quoted }: Token): Term | { reason: string } {
  if (operator !== null) return readFilter(operator, value);
  // Punctuation and emoji alone are nothing that an index holds.
  if (!/[\p{Letter}\p{Number}]/u.test(value))
    return { reason: value === '' ? '' : 'It has no letter or digit.' };
  return quoted ? { kind: 'phrase', text: value } : { kind: 'word', text: value };
}

function join(clauses: Clause[], next: Clause): void {
  const last = clauses.at(-1);
  if (last === undefined || next.kind === 'not' || next.kind === 'must' || next.kind === 'or') {
    clauses.push(next);
  } else if (last.kind === 'or') {
    last.terms.push(next);
  } else if (last.kind === 'not' || last.kind === 'must') {
    clauses.push(next);
  } else {
    clauses[clauses.length - 1] = { kind: 'or', terms: [last, next] };
  }
}
