import { foldText } from '../identity/index.ts';
import type { PaperSummary } from '../views/paper.ts';

/** An author's name in the parts that citation formats want. */
export interface NameParts {
  given: string;
  /** `van der`, `de`: belongs to the family name, sorts apart in some styles. */
  particle: string;
  family: string;
}

/** Cuts a name in reading order into its parts: the family name is the last word, with the small words before it. */
export function nameParts(name: string): NameParts {
  const words = name.split(/\s+/).filter(Boolean);
  let from = Math.max(0, words.length - 1);
  if (from > 0 && /^(jr|sr|ii|iii|iv)\.?$/i.test(words[from] ?? '')) from--;
  const family = words.slice(from).join(' ');
  let particle = from;
  while (particle > 1 && /^\p{Lowercase}/u.test(words[particle - 1] ?? '')) particle--;
  return {
    given: words.slice(0, particle).join(' '),
    particle: words.slice(particle, from).join(' '),
    family,
  };
}

/** `Family, Given`, with the particle before the family name. */
export function invertedName(name: string): string {
  const { given, particle, family } = nameParts(name);
  return [[particle, family].filter(Boolean).join(' '), given].filter(Boolean).join(', ');
}

const small = new Set(
  'a an the on of for in to and with from is are do does how what why towards toward via by'.split(' '),
);

/** `zbontar2021barlow`: first author, year, first telling word. ASCII, so that every program takes it. */
export function citationKey(paper: PaperSummary): string {
  const ascii = (text: string) => foldText(text).replace(/[^a-z0-9]/g, '');
  const family = ascii(nameParts(paper.authors[0]?.name ?? '').family);
  const word = foldText(paper.title)
    .split(/[^a-z0-9]+/)
    .find((candidate) => candidate.length > 1 && !small.has(candidate));
  return `${family}${paper.year ?? ''}${word ?? ''}` || `paper${paper.id}`;
}

/** Journals are told from conferences by name; an unknown venue is taken for a conference, as most here are. */
export function isJournal(venue: string): boolean {
  return /journal|transactions|letters|review|nature|science|annals|jmlr|tmlr|tacl|physics|magazine/i.test(
    venue,
  );
}
