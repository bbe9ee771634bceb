/** Letters that have no decomposition but a usual spelling in plain Latin. */
const spelled: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ŋ: 'n',
  ħ: 'h',
  ŧ: 't',
  ĸ: 'k',
};

/** Lower case without accents: `Ø. Łukasiewicz` and `o. lukasiewicz` come out alike. Other scripts keep their letters. */
export function foldText(text: string): string {
  // Most text here is ASCII, where lower case is all there is to do.
  // eslint-disable-next-line no-control-regex -- the ASCII range
  if (/^[\u0000-\u007F]*$/.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .replace(/[ßæœøđðþłıŋħŧĸ]/g, (letter) => spelled[letter] ?? letter)
    .normalize('NFC');
}
