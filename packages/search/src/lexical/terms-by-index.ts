import { stopWords, type Store } from '@broadsheet/papers';
import { phrasePattern, type TermConditions } from './conditions.ts';
import { papersWithWord, type Inside } from './index-lookup.ts';

/**
 * Conditions for a search in all papers. Words are looked up in the lexical index first, so that they agree with the
 * ranking on what a word is (stemming, stop words) and hold for all papers.
 */
export function termsByIndex(store: Store, inside: Inside): TermConditions {
  return {
    word: async (word, bind) =>
      `p.id = any(${bind([...(await papersWithWord(store, inside, word))])}::bigint[])`,
    phrase: async (phrase, bind) =>
      `p.id = any(${bind(await papersWithPhrase(store, inside, phrase))}::bigint[])`,
  };
}

/** The index narrows the papers down by the phrase's plain words; the text itself decides. */
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
