import { stopWords, termOf, wordsOf, type PaperSummary } from '@broadsheet/papers';
import type { Query, Term } from './query/ast.ts';
import { formatFilter } from './query/format-query.ts';

/** The terms of a query that highlights mark. */
export function highlightedTerms(query: Query): Set<string> {
  return new Set(
    positiveTerms(query)
      .flatMap((term) => (term.kind === 'filter' ? [] : wordsOf(term.text)))
      .filter(({ text }) => !stopWords.has(text.toLowerCase()))
      .map(({ text }) => termOf(text)),
  );
}

/** Which words, phrases and operators of the query a found paper met, as they stand in the query. */
export function explainHit(query: Query, paper: PaperSummary): string[] {
  const names = paper.authors.map(({ name }) => name).join(' ');
  const held = new Set(wordsOf(`${paper.title} ${paper.abstract} ${names}`).map(({ text }) => termOf(text)));
  const holds = (text: string) =>
    wordsOf(text).every((word) => stopWords.has(word.text.toLowerCase()) || held.has(termOf(word.text)));
  const alternatives = new Set(query.clauses.flatMap((clause) => (clause.kind === 'or' ? clause.terms : [])));
  const met = positiveTerms(query).flatMap((term) => {
    if (term.kind === 'filter') return alternatives.has(term) ? [] : [formatFilter(term)];
    if (!holds(term.text)) return [];
    if (term.kind === 'phrase') return [`"${term.text}"`];
    return stopWords.has(term.text.toLowerCase()) ? [] : [term.text];
  });
  return [...new Set(met)];
}

function positiveTerms(query: Query): Term[] {
  return query.clauses.flatMap((clause): Term[] => {
    if (clause.kind === 'not') return [];
    if (clause.kind === 'must') return [clause.term];
    return clause.kind === 'or' ? clause.terms : [clause];
  });
}
