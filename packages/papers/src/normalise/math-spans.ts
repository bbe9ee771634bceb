/** A stretch of text, in or outside of a formula. Concatenated, the pieces are the text again. */
export interface Piece {
  kind: 'text' | 'math';
  /** As it stands, delimiters included. */
  text: string;
}

/** Longest formula that is looked for: a lone `$` must not make the rest of a long text into mathematics. */
const longestFormula = 4000;
const environments = /^\\begin\{((?:equation|align|gather|multline|eqnarray|math|displaymath)\*?)\}/;

/**
 * Cuts text into formulas and the rest: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and display environments. A `$` opens a
 * formula only when the next one can close it: no space just inside, and no digit right after the closing one, so
 * that "costs $5 and $6" stays text (the rule of Pandoc's tex_math_dollars). Linear in the text's length.
 */
export function splitMath(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plainFrom = 0;
  let at = 0;
  while (at < text.length) {
    const end = formulaEnd(text, at);
    if (end === null) {
      // A backslash takes the next character with it: `\$` is a dollar sign, `\\(` a line break and a bracket.
      at += text[at] === '\\' ? 2 : 1;
      continue;
    }
    if (at > plainFrom) pieces.push({ kind: 'text', text: text.slice(plainFrom, at) });
    pieces.push({ kind: 'math', text: text.slice(at, end) });
    at = end;
    plainFrom = end;
  }
  if (plainFrom < text.length) pieces.push({ kind: 'text', text: text.slice(plainFrom) });
  return pieces;
}

function formulaEnd(text: string, at: number): number | null {
  const character = text[at];
  if (character === '$') return text[at + 1] === '$' ? delimited(text, at, '$$', '$$') : dollar(text, at);
  if (character !== '\\') return null;
  if (text[at + 1] === '(') return delimited(text, at, '\\(', '\\)');
  if (text[at + 1] === '[') return delimited(text, at, '\\[', '\\]');
  if (text[at + 1] !== 'b') return null;
  const [opening, name] = environments.exec(text.slice(at, at + 30)) ?? [];
  return opening === undefined ? null : delimited(text, at, opening, `\\end{${name}}`);
}

function delimited(text: string, at: number, opening: string, closing: string): number | null {
  const from = at + opening.length;
  const length = text.slice(from, from + longestFormula).indexOf(closing);
  return length <= 0 ? null : from + length + closing.length;
}

function dollar(text: string, at: number): number | null {
  if (/\s/.test(text[at + 1] ?? ' ')) return null;
  const limit = Math.min(text.length, at + longestFormula);
  for (let close = at + 1; close < limit; close++) {
    if (text[close] === '\\') close++;
    else if (text[close] === '$') {
      const closes =
        close > at + 1 && !/\s/.test(text[close - 1] ?? ' ') && !/\d/.test(text[close + 1] ?? '');
      return closes ? close + 1 : null;
    }
  }
  return null;
}
