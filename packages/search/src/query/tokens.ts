/** A piece of a query as typed: what stands before a value (`-`, `+`, `author:`), and the value, quoted or not. */
export interface Token {
  /** As it stood in the (normalised) query. */
  source: string;
  sign: '' | '+' | '-';
  /** In lower case, without the colon; null where there is none. */
  operator: string | null;
  value: string;
  quoted: boolean;
}

/** Curly and full-width forms of the signs that the language uses, as keyboards and word processors make them. */
const plainForms: Record<string, string> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '＂': '"',
  '「': '"',
  '」': '"',
  '『': '"',
  '』': '"',
  '：': ':',
  '－': '-',
  '−': '-',
  '＋': '+',
  '（': ' ',
  '）': ' ',
  '　': ' ',
};

/** The names that count as operators: a colon after any other word (`Attention: a survey`) is punctuation. */
const operatorStart = /^([a-z]{2,9}):/i;

/**
 * Cuts a query into tokens. Never fails: a quotation mark that is not closed runs to the end. Linear in its length.
 * @param isOperator whether a name before a colon is an operator of the language.
 */
export function tokenize(text: string, isOperator: (name: string) => boolean): Token[] {
  const plain = text.replace(/[“”„‟«»＂「」『』：－−＋（）\u3000]/g, (sign) => plainForms[sign] ?? sign);
  const tokens: Token[] = [];
  let at = 0;
  while (at < plain.length) {
    if (/[\s()]/.test(plain.charAt(at))) {
      at++;
      continue;
    }
    const from = at;
    let sign: Token['sign'] = '';
    const first = plain.charAt(at);
    if ((first === '-' || first === '+') && /[^\s()+-]/.test(plain.charAt(at + 1))) {
      sign = first;
      at++;
    }
    let operator: string | null = null;
    const name = operatorStart.exec(plain.slice(at, at + 12))?.[1]?.toLowerCase();
    if (name !== undefined && isOperator(name)) {
      operator = name;
      at += name.length + 1;
    }
    const quoted = plain.charAt(at) === '"';
    let value: string;
    if (quoted) {
      const end = plain.indexOf('"', at + 1);
      value = plain.slice(at + 1, end === -1 ? plain.length : end);
      at = end === -1 ? plain.length : end + 1;
    } else {
      const start = at;
      while (at < plain.length && !/[\s()"]/.test(plain.charAt(at))) at++;
      value = plain.slice(start, at);
    }
    value = value.replace(/\s+/g, ' ').trim();
    tokens.push({ source: plain.slice(from, at).trim(), sign, operator, value, quoted });
  }
  return tokens;
}
