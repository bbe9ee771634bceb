/**
 * Letters of other styles and raised and lowered characters, as Unicode has them: blocks Mathematical Alphanumeric
 * Symbols, Letterlike Symbols, Superscripts and Subscripts, Phonetic Extensions (Unicode 17.0, chapter 22).
 */

interface Alphabet {
  /** Code points of the first capital and small letter, and of zero. */
  capital: number;
  small: number;
  zero: number | null;
  /** Letters that were in Unicode before the block was. */
  older: Readonly<Record<string, string>>;
}

const alphabets: Record<string, Alphabet> = {
  'double-struck': {
    capital: 0x1d538,
    small: 0x1d552,
    zero: 0x1d7d8,
    older: { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
  },
  script: {
    capital: 0x1d49c,
    small: 0x1d4b6,
    zero: null,
    older: { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ' },
  },
  fraktur: {
    capital: 0x1d504,
    small: 0x1d51e,
    zero: null,
    older: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  },
};

/**
 * Text in the letters of a MathML `mathvariant`, where these tell quantities apart and Unicode has them: ℝ, 𝒪, 𝔤.
 * Bold and italic letters stay what they are: those of Unicode are read out one by one, and many fonts lack them.
 */
export function inVariant(text: string, variant: string): string {
  const alphabet = alphabets[variant.replace(/^bold-/, '')];
  if (alphabet === undefined) return text;
  return text.replace(/[A-Za-z0-9]/g, (letter) => {
    const older = alphabet.older[letter];
    if (older !== undefined) return older;
    const code = letter.charCodeAt(0);
    if (code >= 97) return String.fromCodePoint(alphabet.small + code - 97);
    if (code >= 65) return String.fromCodePoint(alphabet.capital + code - 65);
    return alphabet.zero === null ? letter : String.fromCodePoint(alphabet.zero + code - 48);
  });
}

const raised = pairs(
  '0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφχ⊤',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵡᵀ',
);
const lowered = pairs('0123456789+−=()aehijklmnoprstuvxβγρφχ', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ');

function pairs(from: string, to: string): ReadonlyMap<string, string> {
  const characters = [...to];
  return new Map([...from].map((character, index) => [character, characters[index] ?? character]));
}

export const superscript = (text: string) => script(text, raised, '^');
export const subscript = (text: string) => script(text, lowered, '_');

/** `²`, `ᵢⱼ`; else `^q`, `_(d×d)`. Whole words stay in their letters: `_(train)`. */
function script(text: string, characters: ReadonlyMap<string, string>, sign: string): string {
  if (text === '') return '';
  const parts = [...text];
  if (!/\p{Letter}{4}/u.test(text) && parts.every((part) => characters.has(part)))
    return parts.map((part) => characters.get(part)).join('');
  return parts.length === 1 || /^\([^()]*\)$/.test(text) ? `${sign}${text}` : `${sign}(${text})`;
}

/** Signs that TeX puts above a letter, and the combining characters that do so in text. */
const above: Record<string, string> = {
  '^': '\u0302',
  '~': '\u0303',
  '˜': '\u0303',
  ˉ: '\u0304',
  '¯': '\u0304',
  '‾': '\u0305',
  '˘': '\u0306',
  '˙': '\u0307',
  '¨': '\u0308',
  '˚': '\u030A',
  ˇ: '\u030C',
  '`': '\u0300',
  ˋ: '\u0300',
  '´': '\u0301',
  ˊ: '\u0301',
  '⃗': '\u20D7',
  '→': '\u20D7',
  '⃖': '\u20D6',
};

const spoken: Record<string, string> = { '\u0302': 'hat', '\u0303': 'tilde', '\u20D7': 'vec' };

/** A letter with a sign above it, `x̂`; what is longer than a letter gets a line above all of it, or the sign's name. */
export function accented(text: string, sign: string): string {
  const mark = above[sign];
  if (mark === undefined) return text;
  if (/^\P{Mark}\p{Mark}*$/u.test(text))
    return `${text}${mark === '\u0305' ? '\u0304' : mark}`.normalize('NFC');
  const name = spoken[mark];
  return name === undefined ? overEach(text, mark) : `${name}(${text})`;
}

export const underlined = (text: string) => overEach(text, '\u0332');
export const struck = (text: string) => overEach(text, '\u0336');

function overEach(text: string, mark: string): string {
  return text.replace(/[\p{Letter}\p{Number}\p{Symbol}\p{Punctuation}]\p{Mark}*/gu, `$&${mark}`);
}
