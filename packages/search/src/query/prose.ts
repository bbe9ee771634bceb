import { termOf, wordsOf, type Store } from '@broadsheet/papers';
import { tellingTerms } from '../lexical/telling-terms.ts';
import { dictionaryOf } from '../spelling/dictionary.ts';
import { maxQueryTerms, type Query } from './ast.ts';

/** Terms of a pasted text that are searched, each as often as it stands there. With 24 of them CISI's long questions lost a quarter. */
const searchedTerms = 60;

/** Whether a query is a pasted text: it has more words than a query of conditions may have. */
export function isProse({ clauses }: Query): boolean {
  return clauses.length > maxQueryTerms;
}

/**
 * The query that the lexical side answers: a pasted text is shortened to its most telling words, so that it is answered
 * quickly, and keeps its operators.
 */
export async function readQuery(store: Store, query: Query): Promise<Query> {
  if (!isProse(query)) return query;
  // As they are written, with commas and hyphens: the words in them are what terms are made of.
  const words = query.clauses.flatMap((clause) =>
    clause.kind === 'word' ? wordsOf(clause.text).map(({ text }) => text) : [],
  );
  const telling = tellingTerms([words.join(' ')], await dictionaryOf(store), searchedTerms);
  return {
    clauses: [
      ...words.filter((word) => telling.has(termOf(word))).map((text) => ({ kind: 'word' as const, text })),
      ...query.clauses.filter(({ kind }) => kind !== 'word'),
    ],
    ignored: query.ignored,
  };
}
