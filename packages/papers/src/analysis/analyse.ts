import { foldText } from '../identity/fold-text.ts';
import { stem } from './stem.ts';
import { stopWords } from './stop-words.ts';

/** Stored with the index: when analysis changes, what is stored of every paper is made anew (store/lexical-index.ts). */
export const analysisVersion = 1;

/** Stems that were worked out; an abstract repeats the words of the others. */
const stems = new Map<string, string>();
const mostStems = 200_000;

/**
 * The terms of a text, as the lexical index holds them and as a query must ask for them: its words without case and
 * accents, without stop words, English endings cut, in their order, a space between.
 *
 * It is done here and not by the database's own text search because that was most of the time of an ingest: its parser
 * and stemmer took 290 µs for a paper in the embedded store, reading terms takes 130 (docs/decisions/005-ingest.md).
 */
export function analyse(text: string): string {
  const terms: string[] = [];
  for (const word of foldText(text).match(/[\p{Letter}\p{Number}]+/gu) ?? []) {
    if (!stopWords.has(word)) terms.push(stemOf(word));
  }
  return terms.join(' ');
}

/**
 * The terms of a paper. Fields are weighted by repeating them: for whole-number weights that is BM25F's weighted term
 * frequency (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields").
 */
export function analysePaper(paper: { title: string; authorNames: string; abstract: string }): string {
  const title = analyse(paper.title);
  return `${title} ${title} ${analyse(paper.authorNames)} ${analyse(paper.abstract)}`;
}

/** The term of one word: words of one term count as the same. */
export function termOf(word: string): string {
  return stemOf(foldText(word));
}

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= mostStems) stems.clear();
  const found = stem(word);
  stems.set(word, found);
  return found;
}
