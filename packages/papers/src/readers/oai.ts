import { parseArxivId, parseIdentity } from '../identity/index.ts';
import { parsePublished, splitAuthors } from '../normalise/index.ts';
import type { ReadItem } from '../record/reject.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { arxivLinks, doiText, isWithdrawn } from './arxiv-atom.ts';
import { categoriesIn, identitiesIn } from './fields.ts';
import { refused, taken } from './items.ts';
import { child, childrenOf, childText, type XmlElement } from './xml-records.ts';

/**
 * A `<record>` of OAI-PMH with metadata in arXivRaw (all versions with their dates), arXiv (names taken apart, but only
 * the current version's date) or oai_dc (any repository). A deleted record says so in its reject.
 */
export function readOaiRecord(record: XmlElement, number: number): ReadItem {
  const header = child(record, 'header');
  const name = header ? childText(header, 'identifier') : '';
  const position = name === '' ? `record ${number}` : `record ${name}`;
  if (header?.attributes['status'] === 'deleted') {
    return refused(
      'oai',
      position,
      null,
      'The repository has deleted this record; what was known of it is kept.',
      name,
    );
  }
  const [metadata] = child(record, 'metadata')?.children ?? [];
  const stated = parsePublished(header ? childText(header, 'datestamp') : '');
  const statedAt = stated === null ? null : new Date(stated.value).toISOString();
  switch (metadata?.name) {
    case 'arXivRaw':
    case 'arXiv':
      return readArxiv(position, metadata, statedAt);
    case 'dc':
      return readDublinCore(position, metadata, name, statedAt);
    default:
      return refused(
        'oai',
        position,
        'metadata',
        'The metadata is neither arXivRaw, arXiv nor oai_dc.',
        metadata?.name ?? '',
      );
  }
}

/** An OAI `<error>`, such as noRecordsMatch: told as a reject, so that an empty answer is explained. */
export function readOaiError(error: XmlElement): ReadItem {
  const code = error.attributes['code'] ?? 'error';
  return refused('oai', 'answer', null, `The repository answered ${code}: ${error.text.trim()}`, error.text);
}

function readArxiv(position: string, metadata: XmlElement, statedAt: string | null): ReadItem {
  const arxiv = parseArxivId(childText(metadata, 'id'));
  if (arxiv === null)
    return refused('arxiv-oai', position, 'id', 'id must be an arXiv id.', childText(metadata, 'id'));
  const comment = childText(metadata, 'comments');
  return taken(position, {
    source: 'arxiv-oai',
    key: arxiv.id,
    statedAt,
    identities: identitiesIn(`arxiv:${arxiv.id}`, doiText(childText(metadata, 'doi'))),
    title: childText(metadata, 'title'),
    abstract: childText(metadata, 'abstract'),
    categories: categoriesIn(childText(metadata, 'categories').split(/\s+/)),
    license: childText(metadata, 'license'),
    comment,
    journalRef: childText(metadata, 'journal-ref'),
    links: arxivLinks(arxiv.id),
    ...(metadata.name === 'arXivRaw' ? rawVersions(metadata, comment) : plainDates(metadata, comment)),
  });
}

type ArxivDetails = Pick<
  SourceRecordInput,
  'version' | 'authors' | 'published' | 'updatedAt' | 'versions' | 'withdrawn'
>;

function rawVersions(metadata: XmlElement, comment: string): ArxivDetails {
  const versions = childrenOf(metadata, 'version').flatMap((element) => {
    const number = Number(/^v(\d{1,3})$/.exec(element.attributes['version'] ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) return [];
    const date = parsePublished(childText(element, 'date'));
    const size = childText(element, 'size');
    return [
      {
        number,
        ...(date?.precision === 'time' ? { date: date.value } : {}),
        ...(size === '' ? {} : { size }),
      },
    ];
  });
  const [first, last] = [versions[0], versions.at(-1)];
  const lastElement = childrenOf(metadata, 'version').at(-1);
  // `I` stands for "ignore": the source of a withdrawn version.
  const ignored = lastElement !== undefined && childText(lastElement, 'source_type').includes('I');
  return {
    version: last?.number ?? 1,
    authors: splitAuthors(childText(metadata, 'authors')),
    ...(first?.date ? { published: { value: first.date, precision: 'time' as const } } : {}),
    ...(last?.date ? { updatedAt: last.date } : {}),
    versions,
    withdrawn: ignored || isWithdrawn(comment),
  };
}

/** `created` is the current version's date: it is the paper's own only where nothing was updated since. */
function plainDates(metadata: XmlElement, comment: string): ArxivDetails {
  const created = parsePublished(childText(metadata, 'created'));
  const neverUpdated = childText(metadata, 'updated') === '';
  const list = child(metadata, 'authors');
  return {
    authors: (list ? childrenOf(list, 'author') : []).map((author) => {
      const name = ['forenames', 'keyname', 'suffix']
        .map((part) => childText(author, part))
        .filter(Boolean)
        .join(' ');
      const affiliation = childText(author, 'affiliation');
      return { name, ...(affiliation === '' ? {} : { affiliation }) };
    }),
    ...(created !== null && neverUpdated ? { published: created } : {}),
    withdrawn: isWithdrawn(comment),
  };
}

function readDublinCore(position: string, dc: XmlElement, name: string, statedAt: string | null): ReadItem {
  const all = (field: string) =>
    childrenOf(dc, field)
      .map((element) => element.text.trim())
      .filter(Boolean);
  const [title = '', ...descriptions] = [...all('title'), ...all('description')];
  const names = all('identifier').filter((text) => parseIdentity(text) !== null);
  const identities = identitiesIn(
    ...names.map((text) => (parseIdentity(text)?.scheme === 'url' ? '' : text)),
  );
  const dates = all('date').flatMap((text) => parsePublished(text) ?? []);
  const fromArxiv = /^oai:arXiv\.org:/i.test(name);
  const [page = ''] = names.filter((text) => /^https?:/.test(text));
  return taken(position, {
    source: fromArxiv ? 'arxiv-oai' : 'oai',
    // The Dublin Core form of an arXiv record is another statement than its raw form.
    key: fromArxiv ? `dc ${name}` : name || position,
    statedAt,
    identities: identities.length > 0 ? identities : identitiesIn(page),
    title,
    abstract: descriptions.find((text) => !/^comment:/i.test(text)) ?? '',
    authors: all('creator').map((creator) => ({ name: creator })),
    ...(dates[0] === undefined ? {} : { published: dates[0] }),
    links:
      page === '' ? [] : [{ kind: 'page', url: page.replace(/^http:\/\/arxiv\.org/, 'https://arxiv.org') }],
  });
}
