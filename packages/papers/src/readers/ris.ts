import { foldTitle } from '../identity/index.ts';
import { parsePublished } from '../normalise/index.ts';
import type { ReadItem } from '../record/reject.ts';
import { decode, lines, type ByteSource } from './chunks.ts';
import { identitiesIn, link } from './fields.ts';
import { refused, taken } from './items.ts';

/** A reference so far: its tags with their values in order. */
interface Reference {
  line: number;
  tags: Map<string, string[]>;
}

const longestReference = 2000;

/**
 * Reads RIS: `TAG  - value` lines from `TY` to `ER`. A line without a tag continues the value before it, as exports
 * with wrapped abstracts have it.
 */
export async function* readRis(source: ByteSource): AsyncGenerator<ReadItem> {
  let open: Reference | null = null;
  let lastTag = '';
  for await (const { number, text: line } of lines(decode(source))) {
    const [, tag, value = ''] = /^([A-Z][A-Z0-9]) {1,2}- ?(.*)$/.exec(line.replace(/^\uFEFF/, '')) ?? [];
    if (tag === 'TY') {
      if (open)
        yield refused('ris', `line ${open.line}`, 'ER', 'The reference has no ER line at its end.', value);
      open = { line: number, tags: new Map() };
    } else if (tag === 'ER') {
      if (open) yield toItem(open);
      open = null;
    } else if (open && tag !== undefined) {
      const values = open.tags.get(tag) ?? [];
      if (values.length < longestReference) open.tags.set(tag, [...values, value.trim()]);
      lastTag = tag;
    } else if (open && line.trim() !== '') {
      const values = open.tags.get(lastTag);
      const last = values?.pop();
      if (values && last !== undefined) values.push(last.length < 100_000 ? `${last} ${line.trim()}` : last);
    } else if (line.trim() !== '' && tag !== undefined) {
      yield refused('ris', `line ${number}`, 'TY', 'The reference does not begin with a TY line.', line);
    }
  }
  if (open)
    yield refused('ris', `line ${open.line}`, 'ER', 'The file ends in the middle of this reference.', '');
}

function toItem({ line, tags }: Reference): ReadItem {
  const first = (...names: string[]) =>
    names.flatMap((name) => tags.get(name) ?? []).find((value) => value !== '') ?? '';
  const all = (...names: string[]) =>
    names.flatMap((name) => tags.get(name) ?? []).filter((value) => value !== '');
  const position = `line ${line}`;
  const title = first('TI', 'T1', 'CT');
  if (title === '')
    return refused(
      'ris',
      position,
      'TI',
      'The reference has no title (TI or T1).',
      [...tags.keys()].join(' '),
    );
  const urls = all('UR', 'L1', 'L2');
  const identities = identitiesIn(first('DO'), first('AN'), ...urls);
  const venue = first('T2', 'JO', 'JF', 'JA', 'BT');
  const published = parsePublished(
    first('DA', 'PY', 'Y1')
      .replace(/\/+[^/\d].*$/, '')
      .replace(/\/+$/, ''),
  );
  return taken(position, {
    source: 'ris',
    key: identities[0]?.value ?? foldTitle(title).slice(0, 400),
    identities,
    title,
    abstract: first('AB', 'N2'),
    authors: all('AU', 'A1').map((name) => ({ name })),
    ...(venue === '' ? {} : { venue }),
    ...(published === null ? {} : { published }),
    keywords: all('KW'),
    links: link('page', urls[0] ?? ''),
  });
}
