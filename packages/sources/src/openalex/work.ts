import {
  fields,
  foldTitle,
  identitiesOf,
  isDay,
  parsePublished,
  refused,
  taken,
  type ReadItem,
  type SourceRecordInput,
} from '@broadsheet/papers';
import type { PaperToAsk } from '../source.ts';
import { rebuildAbstract } from './rebuild-abstract.ts';

type Name = SourceRecordInput['identities'][number];

/** What is read of a work. Only root fields can be chosen, and every one that is left out makes answers quicker. */
export const workFields =
  'id,doi,title,publication_date,cited_by_count,is_retracted,authorships,primary_location,best_oa_location,locations,topics,abstract_inverted_index,updated_date';

/** A paper that was asked about, and by which kind of name. */
export interface AskedPaper extends PaperToAsk {
  scheme: 'doi' | 'arxiv';
}

/**
 * A work of OpenAlex.
 *
 * It takes preprint and article for one work, and now and then the wrong ones. So the name that a paper was asked for by
 * stands, and every other one is only as good as the title: where that differs from ours, the name is remembered and not
 * believed. And of the date of a paper that is here only the year is taken: the day is that of an issue or of a copy, and
 * would move papers to days on which nobody announced them.
 * @param asked The paper that it is about; undefined where the work came by a filter.
 */
export function readWork(position: string, row: unknown, asked?: AskedPaper): ReadItem {
  if (!fields.isRow(row)) {
    return refused('openalex', position, null, 'The item is not an object.', JSON.stringify(row) ?? '');
  }
  const [, id] = /(?:^|\/)(W\d{1,15})$/.exec(fields.text(row, 'id')) ?? [];
  if (id === undefined) {
    return refused(
      'openalex',
      position,
      'id',
      'id must be an OpenAlex id, W and digits.',
      JSON.stringify(row),
    );
  }
  const title = fields.text(row, 'title') || (asked?.title ?? '');
  if (title === '') {
    return refused('openalex', id, 'title', 'OpenAlex has no title for this work.', JSON.stringify(row));
  }
  const { doi } = namesIn(row);
  const place = part(row, 'primary_location');
  const published = publishedOn(fields.text(row, 'publication_date'), asked !== undefined);
  const citations = fields.count(row, 'cited_by_count');
  const venue = venueOf(place);
  return taken(position, {
    source: 'openalex',
    // Its own ids change when it merges works.
    key: asked ? `${asked.scheme}:${asked.value}` : doi === null ? id : `doi:${doi}`,
    statedAt: instantOf(fields.text(row, 'updated_date')),
    identities: namesOf(row, asked),
    title,
    abstract: rebuildAbstract(row['abstract_inverted_index']),
    authors: fields.rows(row, 'authorships').flatMap(authorOf),
    ...(venue === '' ? {} : { venue }),
    ...(published === null ? {} : { published }),
    keywords: fields
      .rows(row, 'topics')
      .map((topic) => fields.text(topic, 'display_name'))
      .filter((topic) => topic !== '' && topic.length <= 200),
    links: [
      ...fields.link('page', fields.text(place, 'landing_page_url')),
      ...fields.link('pdf', fields.text(part(row, 'best_oa_location'), 'pdf_url')),
    ],
    withdrawn: row['is_retracted'] === true,
    ...(citations === undefined ? {} : { citations }),
  });
}

/** The DOI of a work as `parseIdentity` has it, and the arXiv ids of its copies. */
export function namesIn(row: unknown): { doi: string | null; arxiv: string[] } {
  if (!fields.isRow(row)) return { doi: null, arxiv: [] };
  const doi = /^https?:\/\/(?:dx\.)?doi\.org\/(10\..+)$/i.exec(fields.text(row, 'doi'))?.[1] ?? null;
  return { doi: doi?.toLowerCase() ?? null, arxiv: copiesOf(row, 'arxiv').map(({ value }) => value) };
}

function namesOf(row: fields.Row, asked: AskedPaper | undefined): Name[] {
  const own = fields.identitiesIn(fields.text(row, 'doi'));
  const copies = (['arxiv', 'acl', 'openreview'] as const).flatMap((scheme) => copiesOf(row, scheme));
  const doubtful = copies.map((name) => ({ ...name, confirmed: false }));
  if (asked === undefined) return eachOnce([...own, ...doubtful]);
  const { scheme, value } = asked;
  const isSame = foldTitle(fields.text(row, 'title')) === foldTitle(asked.title);
  return eachOnce([
    { scheme, value, confirmed: true },
    ...[...own.map((name) => ({ ...name, confirmed: isSame })), ...doubtful].filter(
      (name) => name.scheme !== scheme,
    ),
  ]);
}

/** Of equal names the first stands. */
function eachOnce(names: readonly Name[]): Name[] {
  const spelled = (name: Name) => `${name.scheme} ${name.value}`;
  return names
    .filter((name, at) => names.findIndex((other) => spelled(other) === spelled(name)) === at)
    .slice(0, 50);
}

/** The names that the places of the work's copies imply, in one scheme. */
function copiesOf(row: fields.Row, scheme: Name['scheme']): Name[] {
  return fields
    .rows(row, 'locations')
    .slice(0, 100)
    .flatMap((copy) => identitiesOf(fields.text(copy, 'landing_page_url')))
    .filter((name) => name.scheme === scheme);
}

/** A field that is an object, or null where there is nothing. */
function part(row: fields.Row, field: string): fields.Row {
  const value = row[field];
  return fields.isRow(value) ? value : {};
}

/** Where it was published; a repository (arXiv, Zenodo) is where it lies. */
function venueOf(place: fields.Row): string {
  const source = part(place, 'source');
  const name = fields.text(source, 'display_name');
  return fields.text(source, 'type') === 'repository' || name.length > 500 ? '' : name;
}

/** The name as the paper has it rather than as the author's profile has it: profiles are put together by machine. */
function authorOf(authorship: fields.Row) {
  const profile = part(authorship, 'author');
  const name = fields.text(authorship, 'raw_author_name') || fields.text(profile, 'display_name');
  if (name === '' || name.length > 300) return [];
  const [orcid] = /\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.exec(fields.text(profile, 'orcid')) ?? [];
  const affiliation = fields
    .rows(authorship, 'institutions')
    .map((institution) => fields.text(institution, 'display_name'))
    .filter((institution) => institution !== '')
    .join('; ')
    .slice(0, 500);
  return [
    { name, ...(orcid === undefined ? {} : { orcid }), ...(affiliation === '' ? {} : { affiliation }) },
  ];
}

/** OpenAlex writes the first of the month, or of the year, where no more is known: so it counts as no more. */
function publishedOn(text: string, yearOnly: boolean) {
  if (!isDay(text)) return null;
  return parsePublished(yearOnly ? text.slice(0, 4) : text.replace(/(?:-01)?-01$/, ''));
}

/** `2025-11-06T04:12:42.849631`, in UTC without saying so. */
function instantOf(text: string): string | null {
  if (isDay(text)) return `${text}T00:00:00.000Z`;
  const read = parsePublished(text);
  return read?.precision === 'time' ? read.value : null;
}
