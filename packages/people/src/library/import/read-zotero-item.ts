import { fields, parsePublished, type PublishedDate } from '@broadsheet/papers';
import { refusedItem, type ReadLibraryItem } from './library-item.ts';

/** Kinds of item that hang on others or are no works. */
const noWorks = new Set(['attachment', 'note', 'annotation']);

/**
 * Reads an item as Zotero's web API gives it (`{ key, version, data }`, version 3 of the API).
 * @returns null for attachments, notes and what lies in the bin.
 * Source: https://www.zotero.org/support/dev/web_api/v3/basics
 */
export function readZoteroItem(row: fields.Row): ReadLibraryItem | null {
  const key = fields.text(row, 'key');
  const data = fields.isRow(row['data']) ? row['data'] : {};
  const kind = fields.text(data, 'itemType');
  if (noWorks.has(kind) || data['deleted'] === 1 || data['deleted'] === true) return null;
  const position = `item ${key}`;
  const title = fields.text(data, 'title');
  if (title === '')
    return refusedItem('zotero', position, 'title', 'The item has no title.', JSON.stringify(data));
  const doi = fields.text(data, 'DOI');
  const extra = fields.text(data, 'extra');
  const identities = fields.identitiesIn(
    arxivIn(fields.text(data, 'archiveID')),
    arxivIn(extra),
    doi === '' ? (/^doi:\s*(\S+)/im.exec(extra)?.[0] ?? '') : `doi:${doi.replace(/^doi:\s*/i, '')}`,
    fields.text(data, 'url'),
  );
  const venue =
    fields.text(data, 'publicationTitle') ||
    fields.text(data, 'proceedingsTitle') ||
    fields.text(data, 'conferenceName') ||
    fields.text(data, 'bookTitle');
  const published = dateOf(row, data);
  const added = new Date(fields.text(data, 'dateAdded'));
  return {
    ok: true,
    item: {
      position,
      item: key,
      record: {
        source: 'library',
        key: title.slice(0, 400),
        identities,
        title,
        abstract: fields.text(data, 'abstractNote'),
        authors: fields.rows(data, 'creators').flatMap((creator) => {
          const kindOf = fields.text(creator, 'creatorType');
          const name =
            fields.text(creator, 'name') ||
            `${fields.text(creator, 'firstName')} ${fields.text(creator, 'lastName')}`.trim();
          return name === '' || kindOf === 'editor' || kindOf === 'translator' ? [] : [{ name }];
        }),
        ...(venue === '' || /^arxiv/i.test(venue) ? {} : { venue }),
        ...(published === null ? {} : { published }),
      },
      entry: {
        tags: fields
          .rows(data, 'tags')
          .map((tag) => fields.text(tag, 'tag'))
          .filter(Boolean),
        ...(Number.isNaN(added.getTime()) ? {} : { savedAt: added }),
      },
    },
  };
}

/** `arXiv:2103.03230 [cs.CV]`, on a line of its own or as the whole field. */
function arxivIn(text: string): string {
  return /^arxiv:\s*\S+/im.exec(text)?.[0] ?? '';
}

/** Dates are what people typed; Zotero's own reading of them stands in `meta`. */
function dateOf(row: fields.Row, data: fields.Row): PublishedDate | null {
  const parsed = fields.isRow(row['meta']) ? fields.text(row['meta'], 'parsedDate') : '';
  return (
    parsePublished(parsed) ??
    parsePublished(fields.text(data, 'date')) ??
    parsePublished(/\b(1[6-9]|20)\d{2}\b/.exec(fields.text(data, 'date'))?.[0] ?? '')
  );
}
