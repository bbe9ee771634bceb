import { fields, parsePublished } from '@broadsheet/papers';
import { refusedItem, type ReadLibraryItem } from './library-item.ts';

/**
 * Reads a paper of a Semantic Scholar list, in the shape of its API: `externalIds`, `title`, `year`, `authors`.
 * Source: https://api.semanticscholar.org/api-docs/graph
 */
export function readSemanticScholarItem(position: string, row: fields.Row): ReadLibraryItem {
  const title = fields.text(row, 'title');
  if (title === '')
    return refusedItem('semantic-scholar', position, 'title', 'The paper has no title.', JSON.stringify(row));
  const ids = fields.isRow(row['externalIds']) ? row['externalIds'] : {};
  const named = (prefix: string, field: string) => {
    const id = fields.text(ids, field);
    return id === '' ? '' : `${prefix}:${id}`;
  };
  const venue = fields.text(row, 'venue');
  const published = parsePublished(fields.text(row, 'publicationDate') || String(row['year'] ?? ''));
  return {
    ok: true,
    item: {
      position,
      record: {
        source: 'library',
        key: title.slice(0, 400),
        identities: fields.identitiesIn(named('arxiv', 'ArXiv'), named('doi', 'DOI'), named('acl', 'ACL')),
        title,
        abstract: fields.text(row, 'abstract'),
        authors: fields
          .rows(row, 'authors')
          .map((author) => ({ name: fields.text(author, 'name') }))
          .filter(({ name }) => name !== ''),
        ...(venue === '' || /^arxiv(\.org)?$/i.test(venue) ? {} : { venue }),
        ...(published === null ? {} : { published }),
      },
      entry: { tags: [] },
    },
  };
}
