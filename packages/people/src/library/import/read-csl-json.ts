import { fields, parsePublished, type PublishedDate } from '@broadsheet/papers';
import { refusedItem, type ReadLibraryItem } from './library-item.ts';

/**
 * Reads an item of CSL-JSON 1.0.2, as Zotero, Mendeley and Pandoc write it.
 * Source: https://github.com/citation-style-language/schema
 */
export function readCslItem(position: string, row: fields.Row): ReadLibraryItem {
  const title = fields.text(row, 'title');
  if (title === '')
    return refusedItem('csl-json', position, 'title', 'The item has no title.', JSON.stringify(row));
  const archive = fields.text(row, 'archive_location') || fields.text(row, 'number');
  const identities = fields.identitiesIn(
    prefixed('doi', fields.text(row, 'DOI')),
    /arxiv/i.test(archive) ? archive : '',
    fields.text(row, 'URL'),
  );
  const venue = fields.text(row, 'container-title') || fields.text(row, 'event-title');
  const published = dateOf(row['issued']);
  return {
    ok: true,
    item: {
      position,
      record: {
        source: 'library',
        key: title.slice(0, 400),
        identities,
        title,
        abstract: fields.text(row, 'abstract'),
        authors: fields.rows(row, 'author').flatMap((author) => {
          const name = nameOf(author);
          return name === '' ? [] : [{ name }];
        }),
        ...(venue === '' || /^arxiv/i.test(venue) ? {} : { venue }),
        ...(published === null ? {} : { published }),
      },
      entry: {
        tags: fields
          .text(row, 'keyword')
          .split(/[,;]/)
          .map((tag) => tag.trim())
          .filter(Boolean),
        note: fields
          .text(row, 'note')
          .replace(/^arxiv:\s*\S+(\s*\[\S+\])?$/gim, '')
          .trim(),
      },
    },
  };
}

function nameOf(author: fields.Row): string {
  const parts = ['given', 'dropping-particle', 'non-dropping-particle', 'family', 'suffix'];
  const name = parts
    .map((part) => fields.text(author, part))
    .filter(Boolean)
    .join(' ');
  return name || fields.text(author, 'literal');
}

/** `{ "date-parts": [[2021, 3, 4]] }`, whose parts are often strings, or `{ "raw": "2021-03-04" }`. */
function dateOf(issued: unknown): PublishedDate | null {
  if (!fields.isRow(issued)) return null;
  const parts: unknown = issued['date-parts'];
  const first: unknown = Array.isArray(parts) ? parts[0] : null;
  if (Array.isArray(first)) return parsePublished(first.slice(0, 3).map(String).join('-'));
  return parsePublished(fields.text(issued, 'raw'));
}

function prefixed(scheme: string, value: string): string {
  return value === '' || /^https?:/i.test(value) ? value : `${scheme}:${value}`;
}
