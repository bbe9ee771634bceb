import { authorKey, foldTitle, stopWords, termOf } from '@broadsheet/papers';

/** What of a paper tells whether another one is it. */
export interface Described {
  readonly title: string;
  readonly authors: readonly { readonly name: string }[];
  readonly year: number | null;
}

/** Of the shorter list of authors so many are on the other one too. */
const leastAuthors = 0.5;
/** A title, or a part of one that stands for it, has as many telling words at least. */
const leastWords = 3;
/** From a preprint to its print. */
const mostYears = 3;

/**
 * Whether two papers that are near in meaning are one under two ids, as far as what is written on them tells. Their titles must have
 * the same telling words, in any inflection, but that one may have a subtitle, or a label in front, that the other lacks; the same
 * numbers (a second part, or next year's task, is another paper); authors of whom at least half are on both; and years that are
 * not far apart. A single other word makes another paper of most pairs, so that few are suggested wrongly, and some are missed.
 * @returns the share of words that the titles have in common, above 0 and up to 1, or null where they are two papers.
 */
export function samePaper(a: Described, b: Described): number | null {
  if (a.year !== null && b.year !== null && Math.abs(a.year - b.year) > mostYears) return null;
  if (numbersOf(a.title) !== numbersOf(b.title)) return null;
  const [one, other] = [tellingWords(a.title), tellingWords(b.title)];
  const authors = sharedAuthors(a, b);
  const equal = one.size >= leastWords && isSame(one, other);
  // Without authors to compare, nothing may be missing.
  if (authors === null) return equal ? 1 : null;
  if (authors < leastAuthors || !(equal || isPartOf(one, b.title) || isPartOf(other, a.title))) return null;
  return dice(one, other);
}

function tellingWords(title: string): Set<string> {
  const words = foldTitle(title).split(' ').filter(Boolean);
  return new Set(words.filter((word) => !stopWords.has(word)).map(termOf));
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((word) => b.has(word));
}

/** Whether words are those of a title before its subtitle, or behind a label. */
function isPartOf(words: ReadonlySet<string>, title: string): boolean {
  const parts = title.split(/[:–—]|\s-\s/);
  return (
    words.size >= leastWords &&
    parts.some(
      (_, cut) =>
        isSame(words, tellingWords(parts.slice(0, cut).join(' '))) ||
        isSame(words, tellingWords(parts.slice(cut).join(' '))),
    )
  );
}

/** Arabic and Roman numbers and ordinals, in order; `i` alone is more often a word. */
function numbersOf(title: string): string {
  const number =
    /^(.*\d.*|ii|iii|iv|v|vi|vii|viii|ix|x|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$/;
  return foldTitle(title)
    .split(' ')
    .filter((word) => number.test(word))
    .join(' ');
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
