import { splitMath, stem, stopWords } from '@broadsheet/papers';
import { dependentWords, emptyWords } from './empty-words.ts';

/** A word or a phrase of two words that may name a topic. */
export interface Term {
  /** The same for all forms of it: stems, joined by a space. */
  readonly key: string;
  /** As it is written. */
  readonly written: string;
  /** Its stems, those of the parts of hyphenated words included: names say none of them twice. */
  readonly stems: readonly string[];
}

/**
 * The words of a text that may name a topic, and the phrases of two of them that stand side by side, in their order. Formulas,
 * numbers, stop words and words that any paper may say are left out, and so are phrases across them or across a punctuation
 * mark. Words that say something beside another one only ("models") are in phrases alone.
 */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  for (const piece of splitMath(text)) {
    if (piece.kind === 'math') continue;
    const plain = piece.text.normalize('NFC');
    let before: { readonly word: Word; readonly end: number } | null = null;
    for (const match of plain.matchAll(wordPattern)) {
      const word = readWord(match[0], beginsSentence(plain, match.index));
      if (word === null) {
        before = null;
        continue;
      }
      if (!word.dependent) terms.push(termOfWords([word]));
      if (before !== null && /^\s+$/.test(plain.slice(before.end, match.index)))
        if (!(before.word.dependent && word.dependent) || isNounPhrase(before.word, word))
          terms.push(termOfWords([before.word, word]));
      before = { word, end: match.index + match[0].length };
    }
  }
  return terms;
}

interface Word {
  readonly written: string;
  /** Without hyphens: "pre-training" is "pretraining". */
  readonly key: string;
  readonly stems: readonly string[];
  readonly dependent: boolean;
}

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/** Phrases of two dependent words that say something: "language models", "representation learning", "neural networks". */
const nounHeads: ReadonlySet<string> = new Set(
  ['language', 'representation', 'neural', 'machine', 'human', 'optimization', 'generation', 'knowledge'].map(
    stem,
  ),
);
const isNounPhrase = (first: Word, second: Word): boolean =>
  first.stems.some((one) => nounHeads.has(one)) && first.stems[0] !== second.stems[0];

/** Adverbs say nothing of a topic; these words end like them and are none. */
const notAdverbs: ReadonlySet<string> = new Set(['anomaly', 'assembly', 'family', 'supply', 'monopoly']);

/** Words recur, and cutting their endings takes longer than looking them up. */
const readBefore = new Map<string, Word | null>();
const mostRead = 100_000;

function readWord(found: string, first: boolean): Word | null {
  // A capital says something of a word in the midst of a sentence only.
  const written = first && /^\p{Lu}[\p{Ll}-]+$/u.test(found) ? found.toLowerCase() : found;
  const known = readBefore.get(written);
  if (known !== undefined) return known;
  const word = analyseWord(written.replace(/['’]s$/i, ''));
  if (readBefore.size >= mostRead) readBefore.clear();
  readBefore.set(written, word);
  return word;
}

function analyseWord(written: string): Word | null {
  // The plural of an abbreviation ("LLMs") has no vowel that a stemmer would know it by.
  const lower = (/^[\p{Lu}\p{N}-]{2,}s$/u.test(written) ? written.slice(0, -1) : written).toLowerCase();
  if (lower.length < 2 || lower.length > 60 || !/\p{L}{2}/u.test(lower)) return null;
  if (stopWords.has(lower) || emptyWords.has(lower)) return null;
  if (/.{3}ly$/.test(lower) && !notAdverbs.has(lower)) return null;
  const parts = lower.split(/['’-]/).filter((part) => !stopWords.has(part));
  const key = stem(lower.replaceAll(/['’-]/g, ''));
  return { written, key, stems: [...parts.map(stem), key], dependent: dependentWords.has(lower) };
}

/** Whether a word stands at the beginning, or behind the end of a sentence. */
function beginsSentence(text: string, at: number): boolean {
  return /(?:^|[.!?:]["'”’)]*)\s*["'“‘(]*$/.test(text.slice(Math.max(0, at - 8), at));
}

const termOfWords = (words: readonly Word[]): Term => ({
  key: words.map(({ key }) => key).join(' '),
  written: words.map(({ written }) => written).join(' '),
  stems: words.flatMap(({ stems }) => stems),
});
