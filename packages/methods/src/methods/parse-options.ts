import type { Method } from './method.ts';
import { rangeInWords, type OptionDescription } from './option-description.ts';

/** Options that a method cannot take: which one, what it takes, and what may have been meant. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
  readonly option: string;

  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }
}

/**
 * A method's options out of what somebody wrote: `given` has some of them, as values or as words (`'0.5'`, `'true'`), and
 * the others are the defaults.
 * @throws OptionError that names the option, what it takes, and those with a similar name.
 */
export function parseOptions<Options extends object>(
  method: Method<Options>,
  given: Readonly<Record<string, unknown>>,
): Options {
  const known = method.describes as Readonly<Record<string, OptionDescription>>;
  const chosen: Record<string, unknown> = Object.fromEntries(Object.entries(method.defaults));
  for (const [name, value] of Object.entries(given)) {
    const description = Object.hasOwn(known, name) ? known[name] : undefined;
    if (description === undefined)
      throw new OptionError(name, unknownOption(method.id, name, Object.keys(known)));
    chosen[name] = valueOf(method.id, name, description, value);
  }
  return chosen as Options;
}

function unknownOption(id: string, name: string, known: readonly string[]): string {
  const near = nearSpellings(name, known);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : `It has ${known.length > 0 ? known.join(', ') : 'none'}.`;
  return `${id} has no option "${name}". ${hint}`;
}

function valueOf(id: string, name: string, option: OptionDescription, given: unknown): unknown {
  const value = typeof given === 'string' ? fromWord(option, given.trim()) : given;
  if (fits(option, value)) return value;
  const shown = typeof given === 'number' ? String(given) : JSON.stringify(given);
  throw new OptionError(
    name,
    `${id}: ${name} is ${rangeInWords(option)}, not ${shown}.${choiceHint(option, given)}`,
  );
}

function choiceHint(option: OptionDescription, given: unknown): string {
  if (option.kind !== 'choice' || typeof given !== 'string') return '';
  const near = nearSpellings(given, option.choices);
  return near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
}

function fromWord(option: OptionDescription, word: string): unknown {
  if (option.kind === 'choice') return word;
  if (option.kind === 'switch') return word === 'true' ? true : word === 'false' ? false : word;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word) ? Number(word) : word;
}

function fits(option: OptionDescription, value: unknown): boolean {
  if (option.kind === 'switch') return typeof value === 'boolean';
  if (option.kind === 'choice') return typeof value === 'string' && option.choices.includes(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (option.kind === 'integer' && !Number.isInteger(value)) return false;
  const { least = -Infinity, above = -Infinity, most = Infinity } = option;
  return value >= least && value > above && value <= most;
}

/** Names that differ by a third of their letters at most, the nearest first. */
function nearSpellings(name: string, known: readonly string[]): string[] {
  return known
    .map((one) => ({ one, distance: editDistance(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= Math.max(1, Math.floor(Math.max(one.length, name.length) / 3)))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 2)
    .map(({ one }) => one);
}

/** How many letters have to be put in, left out or changed (Levenshtein, 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
