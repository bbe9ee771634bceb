import type { Digest } from '../digest/digest.ts';
import { papers } from './digest-words.ts';
import { cutAtWord, mathPlain } from './math-text.ts';
import { oneLine } from './one-line.ts';

/** Mail programs show 40 to 100 characters; RFC 5322 (2.1.1) wants lines under 998. */
const longest = 110;
const longestTitle = 44;

/**
 * A digest's subject: `Trending papers · 12 papers · top: Attention is …`. On one line, without control characters, and
 * with formulas as text.
 */
export function digestSubject({ title, entries }: Pick<Digest, 'title' | 'entries'>): string {
  const head = `${shortened(oneLine(title), longestTitle)} · ${papers(entries.length)}`;
  const top = oneLine(mathPlain(oneLine(entries[0]?.paper.title ?? '')));
  if (top === '') return head;
  const before = `${head} · top: `;
  return `${before}${shortened(top, longest - before.length)}`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${cutAtWord(text, length - 1).replace(/[\s,;:–—-]+$/, '')}…`;
}
