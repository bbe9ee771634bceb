/** Accent commands and the combining character that each puts on its letter. */
const accents: Record<string, string> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030A',
  H: '\u030B',
  v: '\u030C',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
  t: '\u0361',
};

/** Letters and signs that have commands of their own. */
const letters: Record<string, string> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
  dh: 'ð',
  DH: 'Ð',
  th: 'þ',
  TH: 'Þ',
  dj: 'đ',
  DJ: 'Đ',
  ng: 'ŋ',
  NG: 'Ŋ',
  S: '§',
  P: '¶',
  copyright: '©',
  pounds: '£',
  textregistered: '®',
  texttrademark: '™',
  textdegree: '°',
  textasciitilde: '~',
  textasciicircum: '^',
  textbackslash: '\\',
  textendash: '–',
  textemdash: '—',
  textquoteleft: '‘',
  textquoteright: '’',
  textquotedblleft: '“',
  textquotedblright: '”',
  textbullet: '•',
  textellipsis: '…',
  ldots: '…',
  dots: '…',
  textunderscore: '_',
  textless: '<',
  textgreater: '>',
  textbar: '|',
  textmu: 'µ',
  texttimes: '×',
  slash: '/',
  LaTeX: 'LaTeX',
  TeX: 'TeX',
};

/** Commands that only change the look of their argument, which stays. */
const looks = new Set(
  `textit textbf texttt textsc textrm textsf textsl textnormal textup textmd emph em it bf tt sc rm sf sl underline
  mbox hbox text uline url href footnotesize small large`.split(/\s+/),
);

const letterNames = Object.keys(letters).sort((a, b) => b.length - a.length);
const letterCommand = new RegExp(`\\\\(${letterNames.join('|')})(?:\\{\\}|(?![A-Za-z]) ?)`, 'g');
// \'e  \'{e}  \' e  {\'e}; the argument may be a dotless i or j; letter commands such as \c need a brace or a space.
const symbolAccent = /\\([`'^~=".])\s?(?:\{\s?(\\?[A-Za-z])\s?\}|(\\[ij](?![A-Za-z])|[A-Za-z]))/g;
const letterAccent = /\\([uvHrdckbt])(?:\{\s?(\\?[A-Za-z])\s?\}| (\\[ij](?![A-Za-z])|[A-Za-z])(?![A-Za-z]))/g;
const lookCommand = new RegExp(`\\\\(${[...looks].join('|')})\\s?\\{([^{}\\\\]{0,2000})\\}`, 'g');

/**
 * TeX for text to Unicode: accents, special letters, quotes, dashes, escaped signs, and the commands that only change
 * the look of words. For text outside of formulas; unknown commands stay as they are, since guessing loses text.
 */
export function texToUnicode(text: string): string {
  if (!/[\\{}~]|``|''|--/.test(text)) return text;
  const read = text
    .replace(symbolAccent, (_, accent: string, braced?: string, bare?: string) =>
      accented(accent, braced ?? bare),
    )
    .replace(letterAccent, (_, accent: string, braced?: string, bare?: string) =>
      accented(accent, braced ?? bare),
    )
    .replace(letterCommand, (_, name: string) => letters[name] ?? '')
    .replace(/``/g, '“')
    .replace(/''/g, '”')
    .replace(/(^|[^-])---(?!-)/g, '$1—')
    .replace(/(^|[^-])--(?!-)/g, '$1–')
    .replace(/(^|[^\\])~(?=\S)/g, '$1 ')
    .replace(/\\([%&#_$ ])/g, '$1')
    .replace(/\\,|\\;|\\!|\\\//g, '');
  return dropBraces(dropLooks(read));
}

function accented(accent: string, letter = ''): string {
  const base = letter === '\\i' || letter === 'ı' ? 'i' : letter === '\\j' || letter === 'ȷ' ? 'j' : letter;
  return `${base.replace('\\', '')}${accents[accent] ?? ''}`.normalize('NFC');
}

/** Three passes reach commands in commands; deeper nesting is not text. */
function dropLooks(text: string): string {
  let shown = text;
  for (let depth = 0; depth < 3 && shown.includes('\\'); depth++) shown = shown.replace(lookCommand, '$2');
  return shown;
}

/** Braces that only group ({BERT}, {a}) go; those of unknown commands and unbalanced ones stay. */
function dropBraces(text: string): string {
  let shown = text;
  for (let depth = 0; depth < 3 && shown.includes('{'); depth++) {
    shown = shown.replace(/(^|[^\\A-Za-z}_^])\{([^{}\\]{0,500})\}/g, '$1$2');
  }
  return shown.replace(
    /([A-Za-z])\{([A-Za-z\u00C0-\u024F]{1,80})\}/g,
    (whole, before: string, inside: string, at: number) =>
      isCommandEnd(shown, at) ? whole : `${before}${inside}`,
  );
}

/** Whether the letter at `at` ends a command name, whose braces hold its argument. */
function isCommandEnd(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < 40 && /[A-Za-z]/.test(text[start - 1] ?? '')) start--;
  return text[start - 1] === '\\';
}
