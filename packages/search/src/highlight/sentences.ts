import { splitMath } from '@broadsheet/papers';

/** Where a sentence stands in its text: `[start, end)`, without the space around it. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** What ends with a full stop and no sentence with it. */
const abbreviation =
  /(?:^|[\s(])(?:et al|e\.g|i\.e|cf|vs|etc|resp|approx|Fig|Figs|Eq|Eqs|Sec|Ref|Refs|Tab|No|Dr|Prof|[A-Z])\.$/;

/** The sentences of a text. A full stop inside of a formula, or behind an abbreviation, ends none. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  const take = (end: number) => {
    const written = text.slice(start, end);
    const trimmed = written.trim();
    const from = start + written.length - written.trimStart().length;
    if (trimmed !== '') sentences.push({ start: from, end: from + trimmed.length });
    start = end;
  };
  let at = 0;
  for (const piece of splitMath(text)) {
    if (piece.kind === 'text')
      for (const stop of piece.text.matchAll(/[.!?]["'”’)\]]*(?=\s+[^\s\p{Lowercase}])|[。！？]|\n\s*\n/gu)) {
        const end = at + stop.index + stop[0].length;
        if (!abbreviation.test(text.slice(Math.max(0, end - 12), end))) take(end);
      }
    at += piece.text.length;
  }
  take(text.length);
  return sentences;
}
