import { maxQueryLength, maxQueryTerms, type Clause, type Ignored, type Query, type Term } from './ast.ts';
import { filterField, readFilter } from './filter-value.ts';
import { tokenize, type Token } from './tokens.ts';

/**
 * Understands a query. Words are ranked; `"phrases"`, `+words` and `operator:values` are required; `-` excludes;
 * `OR` joins alternatives. Never throws: what is not understood is listed in `ignored`, and the rest stands.
 */
export function parseQuery(text: string): Query {
  const clauses: Clause[] = [];
  const ignored: Ignored[] = [];
  if (text.length > maxQueryLength) {
    ignored.push({ text: '…', reason: `Only the first ${maxQueryLength} characters are searched.` });
  }
  const tokens = tokenize(text.slice(0, maxQueryLength).toWellFormed().replaceAll('\0', ' '), isOperator);
  let joining = false;
  let terms = 0;
  for (const token of tokens) {
    if (isOr(token)) {
      joining = clauses.length > 0;
      continue;
    }
    const read = readToken(token);
    if ('reason' in read) {
      if (read.reason !== '') ignored.push({ text: token.source, reason: read.reason });
      continue;
    }
    if (++terms > maxQueryTerms) {
      ignored.push({ text: token.source, reason: `Only the first ${maxQueryTerms} terms are searched.` });
      break;
    }
    if (joining) join(clauses, read);
    else clauses.push(read);
    joining = false;
  }
  return { clauses, ignored };
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
