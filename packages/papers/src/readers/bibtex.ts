import type { parse as Parse } from '@retorquere/bibtex-parser';
import { foldTitle } from '../identity/index.ts';
import { parsePublished } from '../normalise/index.ts';
import type { ReadItem } from '../record/reject.ts';
import { decode, wholeText, type ByteSource } from './chunks.ts';
import { identitiesIn, isRow, link, text, type Row } from './fields.ts';
import { refused, taken } from './items.ts';

/**
 * Reads BibTeX and BibLaTeX. Each entry is parsed alone, so that a broken one costs only itself; `@string`
 * definitions apply to all entries after them.
 */
export async function* readBibtex(source: ByteSource): AsyncGenerator<ReadItem> {
  // Large tables come with it, which only who reads BibTeX should wait for.
  const { parse } = await import('@retorquere/bibtex-parser');
  const whole = await wholeText(decode(source));
  let strings = '';
  for (const entry of splitEntries(whole)) {
    if (/^@(comment|preamble)\b/i.test(entry.text)) continue;
    if (/^@string\b/i.test(entry.text)) {
      strings += `${entry.text}\n`;
      continue;
    }
    yield readEntry(parse, `line ${entry.line}`, entry.text, strings);
  }
}

/** An entry reaches from an `@word{` at the start of a line to the next one. */
function splitEntries(whole: string): { line: number; text: string }[] {
  const entries: { line: number; text: string }[] = [];
  for (const [index, line] of whole.split('\n').entries()) {
    const last = entries.at(-1);
    if (/^\s*@\s*[a-zA-Z]+\s*[{(]/.test(line)) entries.push({ line: index + 1, text: line });
    else if (last) last.text += `\n${line}`;
  }
  return entries;
}

function readEntry(parse: typeof Parse, position: string, entry: string, strings: string): ReadItem {
  let fields: Row;
  let key: string;
  try {
    const library = parse(strings + entry, {
      sentenceCase: false,
      english: false,
      unsupported: 'ignore',
    } as Parameters<typeof parse>[1]);
    const [parsed] = library.entries;
    const [error] = library.errors;
    if (parsed === undefined) {
      return refused(
        'bibtex',
        position,
        null,
        `The entry is not BibTeX${error ? `: ${String(error.error)}` : ''}.`,
        entry,
      );
    }
    fields = isRow(parsed.fields) ? parsed.fields : {};
    key = parsed.key;
  } catch (error) {
    return refused('bibtex', position, null, `The entry is not BibTeX: ${(error as Error).message}.`, entry);
  }
  const title = text(fields, 'title');
  if (title === '') return refused('bibtex', position, 'title', 'The entry has no title.', entry);
  const isArxiv = /arxiv/i.test(
    text(fields, 'archiveprefix') + text(fields, 'eprinttype') + text(fields, 'journal'),
  );
  const url = text(fields, 'url');
  const identities = identitiesIn(
    text(fields, 'doi'),
    isArxiv && text(fields, 'eprint') !== '' ? `arxiv:${text(fields, 'eprint')}` : '',
    url,
  );
  const published = parsePublished(text(fields, 'date') || dateOf(fields));
  const venue = text(fields, 'booktitle') || text(fields, 'journal') || text(fields, 'journaltitle');
  return taken(position, {
    source: 'bibtex',
    key: identities[0]?.value ?? `${key} ${foldTitle(title)}`.slice(0, 400),
    identities,
    title,
    abstract: text(fields, 'abstract'),
    authors: namesOf(fields['author']).map((name) => ({ name })),
    ...(venue === '' || /^arxiv/i.test(venue) ? {} : { venue }),
    ...(published === null ? {} : { published }),
    keywords: Array.isArray(fields['keywords'])
      ? fields['keywords'].filter((word): word is string => typeof word === 'string')
      : [],
    links: link('page', url),
  });
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function dateOf(fields: Row): string {
  const year = text(fields, 'year');
  const month = text(fields, 'month').toLowerCase();
  const number = /^\d{1,2}$/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3)) + 1;
  return number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, '0')}` : year;
}

function namesOf(creators: unknown): string[] {
  if (!Array.isArray(creators)) return [];
  return creators
    .filter(isRow)
    .map(
      (creator) =>
        text(creator, 'name') ||
        ['firstName', 'prefix', 'lastName', 'suffix']
          .map((part) => text(creator, part))
          .filter(Boolean)
          .join(' '),
    )
    .filter((name) => name !== '' && name !== 'others');
}
