import { splitMath, termOf, wordsOf } from '@broadsheet/papers';
import type { Span } from '../answer.ts';

/**
 * Marks the words of a text whose terms are wanted. Formulas are left whole and unmarked. The spans' texts,
 * concatenated, are the text again; they are plain text, never markup.
 */
export function highlight(text: string, terms: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  for (const piece of splitMath(text)) {
    if (piece.kind === 'math') push(spans, 'text', piece.text);
    else markWords(spans, piece.text, terms);
  }
  return spans;
}

function markWords(spans: Span[], text: string, terms: ReadonlySet<string>): void {
  let at = 0;
  for (const word of wordsOf(text)) {
    if (!terms.has(termOf(word.text))) continue;
    push(spans, 'text', text.slice(at, word.start));
    push(spans, 'highlight', word.text);
    at = word.end;
  }
  push(spans, 'text', text.slice(at));
}

function push(spans: Span[], type: Span['type'], text: string): void {
  if (text === '') return;
  const last = spans.at(-1);
  if (last?.type === 'text' && type === 'text') last.text += text;
  else spans.push({ type, text });
}
