import { foldText, stopWords, type Store } from '@broadsheet/papers';
import { papersWithWord, withLexicalIndex } from '../lexical/index-lookup.ts';
import type { Query } from '../query/ast.ts';
import { dictionaryOf, type Dictionary } from './dictionary.ts';
import { editDistance } from './edit-distance.ts';

/** A neighbour must be this many times as frequent as the word that it replaces. */
const moreFrequent = 20;

/**
 * The query with misspelt free words mended, or null when there is nothing to mend. Operators, phrases, numbers and
 * words with other signs stay as typed. `unknown`: a mended word stands in no paper at all, abstracts included.
 */
export async function correctQuery(
  store: Store,
  query: Query,
): Promise<{ query: Query; unknown: boolean } | null> {
  const candidates = query.clauses.filter((clause) => clause.kind === 'word' && isPlain(clause.text));
  if (candidates.length === 0) return null;
  const dictionary = await dictionaryOf(store);
  let changed = false;
  const strange: string[] = [];
  const clauses = query.clauses.map((clause) => {
    if (clause.kind !== 'word' || !isPlain(clause.text)) return clause;
    const better = correctWord(dictionary, foldText(clause.text));
    if (better === null) return clause;
    changed = true;
    if (!dictionary.frequencies.has(foldText(clause.text))) strange.push(clause.text);
    return { kind: 'word' as const, text: better };
  });
  if (!changed) return null;
  return { query: { clauses, ignored: query.ignored }, unknown: await anyUnknown(store, strange) };
}

/** The dictionary knows titles and names only: a word of some abstract is no misspelling. */
function anyUnknown(store: Store, words: readonly string[]): Promise<boolean> {
  return withLexicalIndex(store, async (inside) => {
    for (const word of words) if ((await papersWithWord(store, inside, word)).size === 0) return true;
    return false;
  });
}

function isPlain(word: string): boolean {
  return /^\p{Letter}{4,30}$/u.test(word) && !stopWords.has(word.toLowerCase());
}

/** The much more frequent word one slip away (two from seven letters on), or null. */
function correctWord(dictionary: Dictionary, word: string): string | null {
  const own = dictionary.frequencies.get(word) ?? 0;
  if (own > 3) return null;
  const reach = word.length >= 7 ? 2 : 1;
  let best: { word: string; distance: number; frequency: number } | null = null;
  for (let length = word.length - reach; length <= word.length + reach; length++) {
    for (const other of dictionary.byLength.get(length) ?? []) {
      const frequency = dictionary.frequencies.get(other) ?? 0;
      if (other === word || frequency < Math.max(2, own * moreFrequent)) continue;
      const distance = editDistance(word, other, best === null ? reach : best.distance);
      if (distance > reach) continue;
      if (
        best === null ||
        distance < best.distance ||
        (distance === best.distance && frequency > best.frequency)
      ) {
        best = { word: other, distance, frequency };
      }
    }
  }
  return best?.word ?? null;
}
