/** Columns of a plain-text mail (RFC 3676 asks for 78 at most; answers put signs before each line). */
const columns = 74;

/** Characters that are two columns wide in a fixed-width font (Unicode Standard Annex 11, East Asian Width). */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const withoutWidth = /[\p{Mark}\p{Cf}]/u;
/** What must not begin a line (JIS X 4051, the few that matter). */
const closing = /^[、。，．！？：；）」』】〕》〉”’ー々…]$/u;

/**
 * Breaks text into lines of at most 74 columns, at spaces, and between Chinese and Japanese characters. Words and
 * addresses are never broken, so a line that holds a longer one is longer.
 * @param indent before each line
 * @param first before the first line instead: as wide as `indent`
 */
export function wrapText(text: string, indent = '', first = indent): string {
  const lines: string[] = [];
  let line = first;
  let width = widthOf(first);
  let empty = true;
  const add = (piece: string, space: boolean) => {
    const need = widthOf(piece) + (space && !empty ? 1 : 0);
    if (!empty && width + need > columns) {
      lines.push(line);
      line = indent;
      width = widthOf(indent);
      empty = true;
    }
    if (space && !empty) {
      line += ' ';
      width++;
    }
    line += piece;
    width += widthOf(piece);
    empty = false;
  };
  for (const word of text.split(/[ \t\r\n]+/).filter((part) => part !== ''))
    for (const [index, piece] of breakable(word).entries()) add(piece, index === 0);
  return [...lines, line].join('\n');
}

/** A word, cut where a line may end in it. */
function breakable(word: string): string[] {
  if (!wide.test(word) || /^https?:/.test(word)) return [word];
  const pieces: string[] = [];
  let narrow = false;
  for (const character of word) {
    const last = pieces.length - 1;
    const isWide = wide.test(character);
    const holds =
      last >= 0 && (closing.test(character) || withoutWidth.test(character) || (!isWide && narrow));
    if (holds) pieces[last] += character;
    else pieces.push(character);
    narrow = !isWide;
  }
  return pieces;
}

function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : withoutWidth.test(character) ? 0 : 1;
  return width;
}

export const ruleLine = '-'.repeat(columns);
export const doubleRule = '='.repeat(columns);
