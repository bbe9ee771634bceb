/** CP1252's characters for the bytes 0x80–0x9F, as they appear when UTF-8 was read as Windows text. */
const windows = new Map(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009Džÿ'].map((character, index) => [
    character,
    0x80 + index,
  ]),
);
const suspicious = /[ÂÃâÅÄ][\u0080-\u00BF‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œž€]+/g;
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Mends UTF-8 that was read as Latin-1 or Windows-1252 (`Ã©` for `é`, `â€™` for `’`), piece by piece and only where
 * the whole piece is valid UTF-8 when read back; `Ã` alone stays.
 */
export function mendMojibake(text: string): string {
  if (!/[ÂÃâÅÄ]/.test(text)) return text;
  return text.replace(suspicious, (piece) => {
    const bytes: number[] = [];
    for (const character of piece) {
      const code = windows.get(character) ?? character.codePointAt(0) ?? 0x100;
      if (code > 0xff) return piece;
      bytes.push(code);
    }
    try {
      return decoder.decode(Uint8Array.from(bytes));
    } catch {
      return piece;
    }
  });
}
