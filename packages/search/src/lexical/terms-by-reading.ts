import { analyse, type Store } from '@broadsheet/papers';
import { phrasePattern, type TermConditions } from './conditions.ts';

/**
 * Conditions for a search among few papers, whose words are read one paper after the other: by the same analysis as the
 * index, which is worth asking only where papers are many.
 */
export function termsByReading(store: Pick<Store, 'capabilities'>): TermConditions {
  return {
    word: (word, bind) =>
      store.capabilities.bm25
        ? analyse(word)
            .split(' ')
            .map((term) => `strpos(' ' || p.terms || ' ', ${bind(` ${term} `)}::text) > 0`)
            .join(' and ')
        : `p.lexemes @@ plainto_tsquery('english', ${bind(word)}::text)`,
    phrase: (phrase, bind) => {
      const pattern = `${bind(phrasePattern(phrase))}::text`;
      return `p.title ~* ${pattern} or p.abstract ~* ${pattern} or p.author_names ~* ${pattern}`;
    },
  };
}
