import { foldText, stopWords, termOf, wordsOf } from '@broadsheet/papers';
import type { Dictionary } from '../spelling/dictionary.ts';

/** Terms of papers to start from that are searched: more cost time and add little. */
const searchedTerms = 24;

/**
 * The most telling words of texts, by tf-idf with the document frequencies of titles and of a sample of abstracts: term → a
 * word to search for, the most telling first.
 */
export function tellingTerms(
  texts: readonly string[],
  dictionary: Dictionary,
  most = searchedTerms,
): Map<string, string> {
  const counts = new Map<string, { word: string; weight: number }>();
  for (const text of texts) {
    for (const { text: written } of wordsOf(text)) {
      const word = foldText(written);
      if (word.length < 3 || /^\d+$/.test(word) || stopWords.has(word)) continue;
      const entry = counts.get(termOf(word));
      if (entry === undefined) counts.set(termOf(word), { word, weight: 1 });
      else entry.weight++;
    }
  }
  const scored = [...counts].map(([term, { word, weight }]) => {
    const frequency = Math.max(
      dictionary.frequencies.get(word) ?? 0,
      (dictionary.shares.get(word) ?? 0) * dictionary.papers,
    );
    return {
      term,
      word,
      score: Math.log1p(weight) * Math.log(1 + (dictionary.papers + 1) / (frequency + 1)),
    };
  });
  scored.sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1));
  return new Map(scored.slice(0, most).map(({ term, word }) => [term, word]));
}
