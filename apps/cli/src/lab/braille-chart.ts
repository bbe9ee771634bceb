/** Dots of a braille character by row and column: U+2800 plus the sum of those that are there. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/**
 * A line of values in braille: `width` × `height` characters, two dots a character across and four down. Values are taken
 * together where there are more than dots. The first line is the highest.
 */
export function brailleChart(values: readonly number[], width: number, height: number): string[] {
  const cells = Array.from({ length: height }, () => new Uint8Array(width));
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return cells.map((row) => braille(row));
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const columns = Math.min(width * 2, finite.length);
  let before: number | null = null;
  for (let x = 0; x < columns; x++) {
    const from = Math.floor((x * finite.length) / columns);
    const part = finite.slice(from, Math.max(from + 1, Math.floor(((x + 1) * finite.length) / columns)));
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const share = high === low ? 0.5 : (high - mean) / (high - low);
    const y = Math.round(share * (height * 4 - 1));
    // A line and not a cloud: what lies between two columns is filled.
    const begin: number = before === null ? y : before + Math.sign(y - before);
    for (let at = Math.min(begin, y); at <= Math.max(begin, y); at++) {
      const row = cells[at >> 2];
      if (row !== undefined) row[x >> 1] = (row[x >> 1] ?? 0) | (dots[at & 3]?.[x & 1] ?? 0);
    }
    before = y;
  }
  return cells.map((row) => braille(row));
}

function braille(row: Uint8Array): string {
  return Array.from(row, (cell) => String.fromCharCode(0x2800 + cell)).join('');
}
