import {
  fields,
  parseIdentity,
  refused,
  taken,
  type ReadItem,
  type SourceRecordInput,
} from '@broadsheet/papers';
import { firstPublished } from './partial-date.ts';

type Name = SourceRecordInput['identities'][number];

/** What is read of a work; Crossref refuses a list with a name that it does not know. */
export const workFields =
  'DOI,title,subtitle,abstract,author,container-title,volume,issue,page,article-number,published,published-online,published-print,posted,issued,deposited,license,relation,resource,is-referenced-by-count,update-to,updated-by';

/** Kinds of updates by which a work ceases to count. */
const withdrawals = new Set(['retraction', 'withdrawal', 'removal']);
/** Kinds of updates that are published as works of their own and are no papers: "Correction to: …". */
const notices = new Set([
  ...withdrawals,
  'partial_retraction',
  'correction',
  'corrigendum',
  'erratum',
  'addendum',
  'clarification',
  'expression_of_concern',
]);

/**
 * A work of Crossref; null where it is only a notice about another one.
 * Source: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
 */
export function readWork(position: string, row: unknown): ReadItem | null {
  if (!fields.isRow(row)) {
    return refused('crossref', position, null, 'The item is not an object.', JSON.stringify(row) ?? '');
  }
  const named = fields.text(row, 'DOI');
  const doi = parseIdentity(`doi:${named}`);
  if (doi === null) {
    return refused('crossref', position, 'DOI', 'DOI must be a DOI.', JSON.stringify(row));
  }
  const updates = kindsOf(row, 'update-to');
  if (updates.length > 0 && updates.every((kind) => notices.has(kind))) return null;
  const title = titleOf(row);
  if (title === '') {
    return refused('crossref', named, 'title', 'The publisher gave no title.', JSON.stringify(row));
  }
  const published = firstPublished(row);
  const venue = firstText(row, 'container-title');
  const license = licenseOf(row);
  const journalRef = journalRefOf(row, venue);
  const citations = fields.count(row, 'is-referenced-by-count');
  return taken(position, {
    source: 'crossref',
    key: named.toLowerCase(),
    statedAt: instantOf(row['deposited']),
    identities: [...fields.identitiesIn(`doi:${named}`), ...relativesOf(row, doi.value)],
    title,
    abstract: abstractOf(fields.text(row, 'abstract')),
    authors: fields.rows(row, 'author').flatMap(authorOf),
    ...(venue === '' || venue.length > 500 ? {} : { venue }),
    ...(published === null ? {} : { published }),
    ...(license === '' ? {} : { license }),
    ...(journalRef === '' ? {} : { journalRef }),
    links: fields.link('page', addressOf(row)),
    withdrawn:
      kindsOf(row, 'updated-by').some((kind) => withdrawals.has(kind)) ||
      /^\s*(?:retracted|withdrawn)\b\s*(?:article)?\s*:/i.test(title),
    ...(citations === undefined ? {} : { citations }),
  });
}

function kindsOf(row: fields.Row, field: string): string[] {
  return fields.rows(row, field).map((update) => fields.text(update, 'type').toLowerCase());
}

function firstText(row: fields.Row, field: string): string {
  return fields.texts(row, field)[0]?.trim() ?? '';
}

function titleOf(row: fields.Row): string {
  const title = firstText(row, 'title');
  const subtitle = firstText(row, 'subtitle');
  if (title === '' || subtitle === '' || title.toLowerCase().includes(subtitle.toLowerCase())) return title;
  return `${title.replace(/\s*:$/, '')}: ${subtitle}`;
}

/** JATS, which ingest strips. The heading "Abstract" above it says nothing. */
function abstractOf(jats: string): string {
  return jats.replace(/^\s*<(jats:)?title>\s*(?:abstract|summary)\s*:?\s*<\/(?:jats:)?title>/i, '').trim();
}

function authorOf(author: fields.Row) {
  const person = [fields.text(author, 'given'), fields.text(author, 'family')].map((part) => part.trim());
  const suffix = fields.text(author, 'suffix').trim();
  const name = [...person, suffix].filter(Boolean).join(' ') || fields.text(author, 'name').trim();
  if (name === '' || name.length > 300) return [];
  const [orcid] = /\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.exec(fields.text(author, 'ORCID')) ?? [];
  const affiliation = fields
    .rows(author, 'affiliation')
    .map((place) => fields.text(place, 'name').trim())
    .filter(Boolean)
    .join('; ')
    .slice(0, 500);
  return [
    { name, ...(orcid === undefined ? {} : { orcid }), ...(affiliation === '' ? {} : { affiliation }) },
  ];
}

/** Of several licences that of the version of record, and rather a Creative Commons one than one for text mining. */
function licenseOf(row: fields.Row): string {
  const licences = fields
    .rows(row, 'license')
    .map((licence) => ({
      url: fields.text(licence, 'URL'),
      version: fields.text(licence, 'content-version'),
    }))
    .filter(({ url }) => url !== '' && url.length <= 300);
  const open = licences.filter(({ url }) => /creativecommons\.org/i.test(url));
  const [chosen] = [
    ...open.filter(({ version }) => version === 'vor'),
    ...open,
    ...licences.filter(({ version }) => version === 'vor'),
  ];
  return chosen?.url ?? '';
}

/** `Genome Biology 27(1), 45`. Empty where there is neither volume nor page. */
function journalRefOf(row: fields.Row, venue: string): string {
  const volume = fields.text(row, 'volume');
  const issue = fields.text(row, 'issue');
  const page = fields.text(row, 'page') || fields.text(row, 'article-number');
  if (venue === '' || (volume === '' && page === '')) return '';
  const number = volume + (issue === '' ? '' : `(${issue})`);
  return `${venue} ${[number, page].filter(Boolean).join(', ')}`.slice(0, 2000);
}

/** Preprint and article are two works here: each remembers the other's name, and a title that agrees joins them. */
function relativesOf(row: fields.Row, own: string): Name[] {
  const relations = row['relation'];
  if (!fields.isRow(relations)) return [];
  return ['has-preprint', 'is-preprint-of', 'is-version-of', 'has-version']
    .flatMap((kind) => fields.rows(relations, kind).slice(0, 10))
    .flatMap((relation) => {
      const id = fields.text(relation, 'id');
      const scheme = fields.text(relation, 'id-type').toLowerCase();
      return fields.identitiesIn(scheme === 'doi' || scheme === 'arxiv' ? `${scheme}:${id}` : '');
    })
    .filter(({ value }) => value !== own && value.length <= 500)
    .slice(0, 20)
    .map((name) => ({ ...name, confirmed: false }));
}

function addressOf(row: fields.Row): string {
  const resource = row['resource'];
  const primary = fields.isRow(resource) ? resource['primary'] : undefined;
  return fields.isRow(primary) ? fields.text(primary, 'URL') : '';
}

/** When the publisher last gave the metadata. Crossref's own re-indexing (`indexed`) changes nothing that is read here. */
function instantOf(value: unknown): string | null {
  const text = fields.isRow(value) ? fields.text(value, 'date-time') : '';
  const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? new Date(text) : null;
  return instant === null || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
