import { authorKey, foldTitle } from '@broadsheet/papers';

/** What of a paper tells whether another one is it. */
export interface Described {
  readonly title: string;
  readonly authors: readonly { readonly name: string }[];
  readonly year: number | null;
}

/** Titles share this much at least, and authors this much. */
const leastTitles = 0.8;
const leastAuthors = 0.5;
/** Without authors to compare, titles have to be all but the same. */
const leastTitlesAlone = 0.95;
/** From a preprint to its print. */
const mostYears = 3;

/**
 * Whether two papers that are near in meaning are one under two ids, as far as what is written on them tells: titles of nearly the
 * same words, the same numbers in them (a second part, or next year's task, is another paper), authors of whom at least half are
 * on both, and years that are not far apart. Few are suggested wrongly, and some are missed.
 * @returns the share of words that the titles have in common, 0 to 1, or null where they are two papers.
 */
export function samePaper(a: Described, b: Described): number | null {
  if (a.year !== null && b.year !== null && Math.abs(a.year - b.year) > mostYears) return null;
  const [one, other] = [wordsOfTitle(a.title), wordsOfTitle(b.title)];
  if (numbersOf(one) !== numbersOf(other)) return null;
  const titles = dice(new Set(one), new Set(other));
  const authors = sharedAuthors(a, b);
  if (authors === null) return titles >= leastTitlesAlone ? titles : null;
  return titles >= leastTitles && authors >= leastAuthors ? titles : null;
}

function wordsOfTitle(title: string): string[] {
  return foldTitle(title).split(' ').filter(Boolean);
}

/** Arabic and Roman numbers, in order; `i` alone is more often a word. */
function numbersOf(words: readonly string[]): string {
  return words.filter((word) => /\d/.test(word) || /^(ii|iii|iv|v|vi|vii|viii|ix|x)$/.test(word)).join(' ');
}

/** Twice what both have, over what each has (Dice 1945); 0 of nothing. */
function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

/** The share of the shorter list whose family names are on the other one too; null where a list is empty. */
function sharedAuthors(a: Described, b: Described): number | null {
  const families = ({ authors }: Described) =>
    new Set(authors.map(({ name }) => authorKey(name).split('-').at(-1) ?? ''));
  const [one, other] = [families(a), families(b)];
  if (one.size === 0 || other.size === 0) return null;
  return [...one].filter((name) => other.has(name)).length / Math.min(one.size, other.size);
}
