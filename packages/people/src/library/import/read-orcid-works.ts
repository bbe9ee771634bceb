import { fields, parsePublished } from '@broadsheet/papers';
import { refusedItem, type ReadLibraryItem } from './library-item.ts';

type Row = fields.Row;

/**
 * Reads the works of an ORCID record, as the public API gives them at `/v3.0/{id}/works`: groups of summaries that mean the same
 * work, of which the first, the one that the owner prefers, is taken with the names of all. They have no authors.
 * @param name whose works they are: their author, as far as ORCID tells.
 * Source: https://info.orcid.org/documentation/api-tutorials/api-tutorial-read-data-on-a-record/
 */
export function* readOrcidWorks(works: unknown, name: string | null): Generator<ReadLibraryItem> {
  const groups = fields.isRow(works) ? fields.rows(works, 'group') : [];
  for (const [index, group] of groups.entries()) {
    const position = `work ${index + 1}`;
    const summaries = fields.rows(group, 'work-summary');
    const [first] = summaries;
    const title = first === undefined ? '' : textAt(first, 'title', 'title', 'value');
    if (first === undefined || title === '') {
      yield refusedItem('orcid', position, 'title', 'The work has no title.', JSON.stringify(group));
      continue;
    }
    const venue = textAt(first, 'journal-title', 'value');
    const published = parsePublished(
      ['year', 'month', 'day']
        .map((part) => textAt(first, 'publication-date', part, 'value'))
        .filter(Boolean)
        .join('-'),
    );
    yield {
      ok: true,
      item: {
        position,
        record: {
          source: 'library',
          key: title.slice(0, 400),
          identities: fields.identitiesIn(...summaries.flatMap(namesOf)),
          title,
          authors: name === null ? [] : [{ name }],
          ...(venue === '' || /^arxiv/i.test(venue) ? {} : { venue }),
          ...(published === null ? {} : { published }),
        },
        entry: { tags: [] },
      },
    };
  }
}

/** Names of the work itself: `part-of` is the book that a chapter stands in. */
function namesOf(summary: Row): string[] {
  const ids = fields.isRow(summary['external-ids'])
    ? fields.rows(summary['external-ids'], 'external-id')
    : [];
  return ids
    .filter((id) => fields.text(id, 'external-id-relationship') !== 'part-of')
    .flatMap((id) => {
      const value = textAt(id, 'external-id-normalized', 'value') || fields.text(id, 'external-id-value');
      const type = fields.text(id, 'external-id-type').toLowerCase();
      if (/^https?:/i.test(value)) return [value];
      return type === 'doi' || type === 'arxiv' ? [`${type}:${value.replace(/^(doi|arxiv):\s*/i, '')}`] : [];
    });
}

function textAt(row: Row, ...path: string[]): string {
  const last = path.at(-1) ?? '';
  const holder = path
    .slice(0, -1)
    .reduce<Row>((at, part) => (fields.isRow(at[part]) ? (at[part] as Row) : {}), row);
  return fields.text(holder, last);
}
