import { fields, readPapers, recogniseFormat } from '@broadsheet/papers';
import { refusedItem, type ReadLibraryItem } from './library-item.ts';
import { readCslItem } from './read-csl-json.ts';
import { readNames } from './read-names.ts';
import { readOrcidWorks } from './read-orcid-works.ts';
import { readOwnEntry } from './read-own-library.ts';
import { readSemanticScholarItem } from './read-semantic-scholar-item.ts';
import { readZoteroItem } from './read-zotero-item.ts';

/** Largest file of a library, in bytes. */
export const largestLibrary = 16 * 2 ** 20;

/**
 * Reads somebody's library from a file or a pasted text of any kind that is known: BibTeX, RIS, CSL-JSON, our own JSON, items of
 * Zotero's web API, works of ORCID, a list of Semantic Scholar, or names of papers. Never throws for what stands in it.
 * @param name the file's, for what its ending tells.
 */
export async function* readLibrary(text: string, name: string): AsyncGenerator<ReadLibraryItem> {
  if (text.includes('\0')) {
    yield refusedItem('file', 'the file', null, 'This is no text: unpack it first.', '');
    return;
  }
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('[') || start.startsWith('{')) {
    yield* readJsonLibrary(start);
    return;
  }
  const format = recogniseFormat(text.slice(0, 65_536), name);
  if (format === 'bibtex' || format === 'ris') yield* readReferences(text, format, name);
  else if (format === 'xml')
    yield refusedItem(
      'file',
      'the file',
      null,
      'XML is not read here. Export as BibTeX, RIS or CSL-JSON instead.',
      start,
    );
  else yield* readNames(text);
}

/** A reader's keywords are their tags. */
async function* readReferences(
  text: string,
  format: 'bibtex' | 'ris',
  name: string,
): AsyncGenerator<ReadLibraryItem> {
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  try {
    for await (const read of readPapers(bytes(), { name, format })) {
      if (!read.ok) yield read;
      else
        yield {
          ok: true,
          item: {
            position: read.position,
            record: read.record,
            entry: { tags: read.record.keywords ?? [] },
          },
        };
    }
  } catch (error) {
    yield refusedItem('file', 'the file', null, error instanceof Error ? error.message : String(error), '');
  }
}

function* readJsonLibrary(text: string): Generator<ReadLibraryItem> {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    yield refusedItem('json', 'the file', null, `This is not JSON: ${reason}.`, text);
    return;
  }
  if (fields.isRow(whole) && Array.isArray(whole['group'])) {
    yield* readOrcidWorks(whole, null);
    return;
  }
  const own = fields.isRow(whole) && whole['format'] === 'broadsheet-library';
  for (const [index, row] of rowsOf(whole).entries()) {
    const position = `item ${index + 1}`;
    if (!fields.isRow(row))
      yield refusedItem('json', position, null, 'The item is no object.', JSON.stringify(row) ?? '');
    else yield* readJsonItem(position, row, own);
  }
}

/** The items of a list, or of an object around one: `papers` of our own, `data` of Semantic Scholar, `items` of others. */
function rowsOf(whole: unknown): unknown[] {
  if (Array.isArray(whole)) return whole;
  if (!fields.isRow(whole)) return [whole];
  for (const field of ['papers', 'data', 'items']) {
    const list = whole[field];
    if (Array.isArray(list)) return list;
  }
  return [whole];
}

function* readJsonItem(position: string, row: fields.Row, own: boolean): Generator<ReadLibraryItem> {
  if (own) yield readOwnEntry(position, row);
  else if (fields.isRow(row['data']) && 'itemType' in row['data']) {
    const item = readZoteroItem(row);
    if (item !== null) yield item;
  } else if ('itemType' in row) {
    const item = readZoteroItem({ key: position, data: row });
    if (item !== null) yield item;
  } else if ('paperId' in row || 'externalIds' in row) yield readSemanticScholarItem(position, row);
  else if (fields.isRow(row['paper'])) yield readSemanticScholarItem(position, row['paper']);
  else yield readCslItem(position, row);
}
