import { SafetensorsError } from './safetensors-error.ts';

/** What the header says of one tensor; nothing is checked but the form. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Axes that a tensor may have. The format sets no limit; PyTorch and NumPy do at 64. */
const mostAxes = 64;

/**
 * Reads the header's JSON, which is objects of known fields, strings and whole numbers: nothing nests, and a key that
 * stands twice is seen, which JSON.parse would pass over.
 * @throws SafetensorsError with the place and the rule.
 */
export function parseHeader(text: string): Header {
  const reader = new Reader(text);
  const entries: HeaderEntry[] = [];
  const names = new Set<string>();
  let metadata: Record<string, string> = {};
  if (!text.startsWith('{')) throw reader.wrong('the header must begin with {');
  reader.object((name) => {
    if (names.has(name)) throw reader.wrong(`the key ${show(name)} stands twice`);
    names.add(name);
    if (name === '__metadata__') metadata = readMetadata(reader);
    else entries.push(readEntry(reader, name));
  });
  reader.end();
  return { entries, metadata };
}

/** A name in an error: quoted, and cut where it is very long. */
export function show(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

function readMetadata(reader: Reader): Record<string, string> {
  // A Map first: a key such as __proto__ is a key like any other.
  const found = new Map<string, string>();
  reader.object((key) => {
    if (found.has(key)) throw reader.wrong(`the key ${show(key)} of __metadata__ stands twice`);
    found.set(key, reader.string());
  });
  return Object.fromEntries(found);
}

function readEntry(reader: Reader, name: string): HeaderEntry {
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  const seen = new Set<string>();
  reader.object((field) => {
    if (seen.has(field)) throw reader.wrong(`the field ${show(field)} of tensor ${show(name)} stands twice`);
    seen.add(field);
    if (field === 'dtype') dtype = reader.string();
    else if (field === 'shape') shape = reader.wholeNumbers(mostAxes);
    else if (field === 'data_offsets') offsets = reader.wholeNumbers(2);
    else
      throw reader.wrong(
        `tensor ${show(name)} has the field ${show(field)}; the fields are dtype, shape and data_offsets`,
      );
  });
  const [begin, end] = offsets ?? [];
  if (dtype === undefined || shape === undefined || begin === undefined || end === undefined)
    throw reader.wrong(`tensor ${show(name)} must have dtype, shape and two data_offsets`);
  return { name, dtype, shape, begin, end };
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  wrong(rule: string): SafetensorsError {
    return new SafetensorsError(`safetensors header, at character ${this.#at}: ${rule}.`);
  }

  /** `read` is called after each key and reads its value. */
  object(read: (key: string) => void): void {
    this.#sign('{');
    if (this.#skip('}')) return;
    do {
      const key = this.string();
      this.#sign(':');
      read(key);
    } while (this.#skip(','));
    this.#sign('}');
  }

  string(): string {
    this.#space();
    const from = this.#at;
    if (this.#text[from] !== '"') throw this.wrong('a string is expected here');
    let to = from + 1;
    while (to < this.#text.length && this.#text[to] !== '"') to += this.#text[to] === '\\' ? 2 : 1;
    let value: unknown;
    try {
      value = JSON.parse(this.#text.slice(from, to + 1));
    } catch {
      throw this.wrong('the string that begins here is not valid JSON');
    }
    if (typeof value !== 'string' || !value.isWellFormed())
      throw this.wrong('the string that begins here is not valid Unicode');
    this.#at = to + 1;
    return value;
  }

  wholeNumbers(most: number): number[] {
    const numbers: number[] = [];
    this.#sign('[');
    if (this.#skip(']')) return numbers;
    do {
      if (numbers.length === most) throw this.wrong(`a list of at most ${most} numbers is expected here`);
      numbers.push(this.#wholeNumber());
    } while (this.#skip(','));
    this.#sign(']');
    return numbers;
  }

  /** Nothing but blanks may follow. */
  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw this.wrong('nothing but spaces may follow the closing }');
  }

  #wholeNumber(): number {
    this.#space();
    let to = this.#at;
    while (isDigit(this.#text.charCodeAt(to)) && to < this.#at + 20) to += 1;
    const digits = this.#text.slice(this.#at, to);
    const value = Number(digits);
    const next = this.#text[to];
    const isPlain = digits !== '' && (digits === '0' || !digits.startsWith('0'));
    if (!isPlain || next === '.' || next === 'e' || next === 'E' || !Number.isSafeInteger(value))
      throw this.wrong('a whole number from 0 to 2⁵³ − 1 is expected here');
    this.#at = to;
    return value;
  }

  #sign(sign: string): void {
    if (!this.#skip(sign)) throw this.wrong(`${sign} is expected here`);
  }

  #skip(sign: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign !== ' ' && sign !== '\n' && sign !== '\r' && sign !== '\t') return;
      this.#at += 1;
    }
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
