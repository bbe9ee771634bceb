import { chooseInputs, holdOut } from '../data/choose-inputs.ts';
import type { DataSet, Fault, Part, Text, TextInputs } from '../data/data-set.ts';
import { DataError } from './data-folder.ts';

export interface JsonLinesOptions {
  readonly name: string;
  readonly licence: string;
  readonly origin: string;
  readonly checksum: string;
  /** The field that says the class; of a list its first. Without one there are no labels. */
  readonly label?: string;
  /** Classes with fewer texts than this are left out. */
  readonly leastOfClass?: number;
}

/** Longer texts are cut; encoders read the beginning. */
const longestText = 20_000;
const mostTexts = 1_000_000;

/**
 * Texts from JSON Lines: one object a line, with `title`, and `abstract` or `text` (or `body`). A line that cannot be read
 * costs only itself. Where there are labels a fifth is held out.
 * @throws DataError where no line holds a text.
 */
export function readJsonLines(content: string, options: JsonLinesOptions): DataSet<TextInputs> {
  const { name, label, leastOfClass = 1 } = options;
  const faults: Fault[] = [];
  const texts: Text[] = [];
  const names: string[] = [];
  const given: string[] = [];
  let number = 0;
  for (const line of linesOf(content)) {
    number += 1;
    if (line.trim() === '') continue;
    if (texts.length === mostTexts) {
      faults.push({ where: name, what: `only the first ${mostTexts} texts were read` });
      break;
    }
    const found = readLine(line, label);
    if (typeof found === 'string') {
      faults.push({ where: `${name}, line ${number}`, what: found });
      continue;
    }
    texts.push(found.text);
    names.push(found.id ?? `line ${number}`);
    given.push(found.label);
  }
  if (texts.length === 0)
    throw new DataError(
      `${name} holds no texts.`,
      faults[0] === undefined
        ? 'One JSON object a line is read: {"title": "…", "abstract": "…"} or {"text": "…"}.'
        : `${faults[0].where}: ${faults[0].what}`,
    );
  let all: Part<TextInputs> = { n: texts.length, inputs: { kind: 'texts', texts }, names };
  const facts = {
    name,
    kind: 'texts',
    licence: options.licence,
    origin: options.origin,
    checksum: options.checksum,
    faults,
  } as const;
  if (label === undefined) return { ...facts, classes: [], train: all, test: chooseInputs(all, []) };
  const counts = new Map<string, number>();
  for (const one of given) counts.set(one, (counts.get(one) ?? 0) + 1);
  const classes = [...counts.keys()].filter((one) => (counts.get(one) ?? 0) >= leastOfClass).sort();
  const codes = Int32Array.from(given, (one) => classes.indexOf(one));
  all = { ...all, labels: codes };
  const kept = chooseInputs(
    all,
    [...codes.keys()].filter((i) => (codes[i] as number) >= 0),
  );
  return { ...facts, classes, ...holdOut(kept, 0.2) };
}

function readLine(
  line: string,
  label: string | undefined,
): string | { text: Text; id?: string; label: string } {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return 'this is no JSON';
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'this is no JSON object';
  const fields = row as Readonly<Record<string, unknown>>;
  const words = (...names: string[]): string => {
    for (const name of names) {
      const value = fields[name];
      if (typeof value === 'string' && value.trim() !== '') return value.slice(0, longestText);
    }
    return '';
  };
  const text = { title: words('title'), body: words('abstract', 'text', 'body') };
  if (text.title === '' && text.body === '') return 'no title, abstract or text';
  const id = words('id', 'arxivId') || words('url');
  if (label === undefined) return { text, label: '', ...(id === '' ? {} : { id }) };
  const value = fields[label];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string' && typeof first !== 'number' && typeof first !== 'boolean')
    return `no ${label}`;
  return { text, label: String(first), ...(id === '' ? {} : { id }) };
}

function* linesOf(content: string): Generator<string> {
  let from = 0;
  while (from < content.length) {
    const end = content.indexOf('\n', from);
    yield content.slice(from, end < 0 ? undefined : end);
    if (end < 0) return;
    from = end + 1;
  }
}
