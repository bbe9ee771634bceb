import type { Clause, Filter, Query, Term } from './ast.ts';

/** A query in its canonical spelling: parsed again, it has the same clauses. */
export function formatQuery({ clauses }: Pick<Query, 'clauses'>): string {
  return clauses.map(formatClause).join(' ');
}

function formatClause(clause: Clause): string {
  switch (clause.kind) {
    case 'must':
      return `+${formatTerm(clause.term)}`;
    case 'not':
      return `-${formatTerm(clause.term)}`;
    case 'or':
      return clause.terms.map(formatTerm).join(' OR ');
    default:
      return formatTerm(clause);
  }
}

function formatTerm(term: Term): string {
  if (term.kind === 'word') return term.text;
  if (term.kind === 'phrase') return `"${term.text}"`;
  return formatFilter(term);
}

/** `field:value`, quoted where the value has spaces or signs of the language. */
export function formatFilter({ field, value }: Omit<Filter, 'kind'>): string {
  return /[\s()]/.test(value) ? `${field}:"${value}"` : `${field}:${value}`;
}
