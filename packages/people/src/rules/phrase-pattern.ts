import { foldText } from '@broadsheet/papers';

const between = '[\\s\\-‐-―]+';

/**
 * What finds a phrase in a folded text: its words next to each other, white space or dashes between them, no letter or digit
 * directly before or behind. Made of literals alone, so that it never backtracks.
 */
export function phrasePattern(phrase: string): RegExp {
  const words = phraseWords(phrase);
  const body = words
    .map((word) =>
      word.replace(/[^\p{Letter}\p{Number}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`),
    )
    .join(between);
  const opening = /^[\p{Letter}\p{Number}]/u.test(words[0] ?? '') ? '(?<![\\p{Letter}\\p{Number}])' : '';
  const closing = /[\p{Letter}\p{Number}]$/u.test(words.at(-1) ?? '') ? '(?![\\p{Letter}\\p{Number}])' : '';
  return new RegExp(`${opening}${body}${closing}`, 'u');
}

/** A phrase as rules compare it: folded, one space between words. `Self-Supervised  learning` is `self supervised learning`. */
export function canonicalPhrase(phrase: string): string {
  return phraseWords(phrase).join(' ');
}

function phraseWords(phrase: string): string[] {
  return foldText(phrase)
    .split(new RegExp(between, 'u'))
    .filter((word) => word !== '');
}
