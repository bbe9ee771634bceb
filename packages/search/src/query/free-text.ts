import { stopWords, wordsOf } from '@broadsheet/papers';
import type { Query } from './ast.ts';

/**
 * What a query asks for in words, as a text: free and required words, phrases and alternatives, not exclusions and operators.
 * Empty where they are stop words alone, which ask for nothing.
 */
export function freeText(query: Query): string {
  const texts = freeTexts(query);
  const telling = texts.some((text) =>
    wordsOf(text).some(({ text: word }) => !stopWords.has(word.toLowerCase())),
  );
  return telling ? texts.join(' ') : '';
}

/** The same, each word or phrase by itself; those without a letter or digit left out. */
export function freeTexts(query: Query): string[] {
  return query.clauses
    .flatMap((clause) => {
      if (clause.kind === 'word' || clause.kind === 'phrase') return [clause.text];
      if (clause.kind === 'must') return [clause.term.text];
      if (clause.kind === 'or')
        return clause.terms.flatMap((term) => (term.kind === 'filter' ? [] : [term.text]));
      return [];
    })
    .filter((text) => wordsOf(text).length > 0);
}
