import { fields, foldTitle, parsePublished, refused, taken, type ReadItem } from '@broadsheet/papers';
import type { PaperToAsk } from '../source.ts';

type Row = fields.Row;

/**
 * What Semantic Scholar says about a paper that it was asked about.
 *
 * It merges preprint and article, and now and then the wrong ones. So the name that was asked for stands, a second name
 * in the same scheme is left out, and every other one is only as good as the title: where that differs from ours, the
 * name is remembered and not believed. Of its dates only the year is taken: its day is that of a journal issue or of the
 * crawl, and would move papers to days on which nobody announced them.
 * @param scheme Of the name that it was asked by.
 * @param answer Never null.
 */
export function readPaper(
  scheme: 'arxiv' | 'doi',
  { value, title: known }: PaperToAsk,
  answer: unknown,
): ReadItem {
  const position = `${scheme} ${value}`;
  if (!fields.isRow(answer)) {
    return refused(
      'semantic-scholar',
      position,
      null,
      'The answer must be an object, or null where the paper is not known.',
      JSON.stringify(answer) ?? '',
    );
  }
  const title = fields.text(answer, 'title');
  if (title === '') {
    return refused(
      'semantic-scholar',
      position,
      'title',
      'Semantic Scholar has no title for this paper.',
      JSON.stringify(answer),
    );
  }
  const isSame = foldTitle(title) === foldTitle(known);
  const published = parsePublished(String(fields.count(answer, 'year') ?? ''));
  const venue = fields.text(answer, 'venue');
  const summary = fields.text(part(answer, 'tldr'), 'text');
  const citations = fields.count(answer, 'citationCount');
  return taken(position, {
    source: 'semantic-scholar',
    // Its own ids change when it merges papers.
    key: `${scheme}:${value}`,
    identities: [
      { scheme, value, confirmed: true },
      ...namesIn(part(answer, 'externalIds'))
        .filter((name) => name.scheme !== scheme)
        .map((name) => ({ ...name, confirmed: isSame })),
    ],
    title,
    abstract: fields.text(answer, 'abstract'),
    authors: fields
      .rows(answer, 'authors')
      .map((author) => ({ name: fields.text(author, 'name') }))
      .filter(({ name }) => name !== '' && name.length <= 300),
    ...(venue === '' || venue.length > 500 || isRepository(venue) ? {} : { venue }),
    ...(published === null ? {} : { published }),
    ...(summary === '' || summary.length > 5000 ? {} : { summary }),
    links: fields.link('pdf', fields.text(part(answer, 'openAccessPdf'), 'url')),
    ...(citations === undefined ? {} : { citations }),
  });
}

function namesIn(externalIds: Row) {
  const named = (prefix: string, field: string) => {
    const id = fields.text(externalIds, field);
    return id === '' ? '' : `${prefix}:${id}`;
  };
  return fields.identitiesIn(named('arxiv', 'ArXiv'), named('doi', 'DOI'), named('acl', 'ACL'));
}

/** Where a paper lies, which is not where it was published. */
function isRepository(venue: string): boolean {
  return /^(arxiv(\.org)?|biorxiv|medrxiv|ssrn electronic journal|zenodo.*)$/i.test(venue.trim());
}

/** A field that is an object, or null where there is nothing. */
function part(row: Row, field: string): Row {
  const value = row[field];
  return fields.isRow(value) ? value : {};
}
