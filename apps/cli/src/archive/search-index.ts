import { foldText, type PublicPaper } from '@broadsheet/papers';

/** Papers to a file of titles. */
const perFile = 500;
/** Words of an abstract that are looked up: those that come later say little new. */
const mostWords = 400;
/** How much a word counts in title, authors and abstract. */
const weights = { title: 8, authors: 4, abstract: 1 } as const;

/** A search index that a page reads without a server: files of JavaScript, since a page on a disk may read nothing else. */
export interface SearchIndex {
  add(paper: PublicPaper): void;
  /** Every file, by its name below `search/`. */
  files(): Map<string, string>;
}

/**
 * An inverted index cut into pieces by the first two letters of words; a page loads the pieces of a query's words alone. Words are
 * without case and accents; the page finds them by their beginnings, in place of stemming.
 */
export function searchIndex(): SearchIndex {
  const postings = new Map<string, [number, number][]>();
  const titles: [string, string, string, string][] = [];
  return {
    add({ key, title, abstract, authors, day }) {
      const number = titles.length;
      const names = authors.map(({ name }) => name);
      titles.push([
        key,
        title,
        names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : ''),
        day ?? '',
      ]);
      const scores = new Map<string, number>();
      const count = (text: string, weight: number, most: number) => {
        for (const word of new Set(wordsIn(text).slice(0, most)))
          scores.set(word, (scores.get(word) ?? 0) + weight);
      };
      count(title, weights.title, mostWords);
      count(names.join(' '), weights.authors, mostWords);
      count(abstract, weights.abstract, mostWords);
      for (const [word, score] of scores) {
        const list = postings.get(word);
        if (list === undefined) postings.set(word, [[number, score]]);
        else list.push([number, score]);
      }
    },
    files() {
      const files = new Map<string, string>();
      const pieces = Map.groupBy([...postings.keys()].sort(), pieceOf);
      for (const [piece, words] of pieces) {
        const entries = words.map((word) => [word, pack(postings.get(word) ?? [])]);
        files.set(`words-${piece}.js`, `broadsheetWords(${script([piece, Object.fromEntries(entries)])});\n`);
      }
      for (let at = 0; at < titles.length; at += perFile)
        files.set(
          `titles-${at / perFile}.js`,
          `broadsheetTitles(${script([at / perFile, titles.slice(at, at + perFile)])});\n`,
        );
      files.set(
        'about.js',
        `broadsheetAbout(${script([{ papers: titles.length, perFile, pieces: [...pieces.keys()] }])});\n`,
      );
      return files;
    },
  };
}

/** Words as the page folds them too: search.js has the same line. */
function wordsIn(text: string): string[] {
  return foldText(text)
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word.length > 1)
    .map((word) => word.slice(0, 40));
}

/** The piece of a word: its first two signs, as their codes, so that every file system tells them apart. */
function pieceOf(word: string): string {
  return [...word.slice(0, 2)].map((sign) => (sign.codePointAt(0) ?? 0).toString(16)).join('-');
}

/** Papers as differences to the one before, each followed by its score. */
function pack(list: readonly [number, number][]): number[] {
  let last = 0;
  return list.flatMap(([paper, score]) => {
    const step = paper - last;
    last = paper;
    return [step, score];
  });
}

/** Arguments of a call, as JavaScript: JSON with the two signs written out that old engines take for ends of lines. */
function script(values: readonly unknown[]): string {
  return values
    .map((value) => JSON.stringify(value))
    .join(',')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
