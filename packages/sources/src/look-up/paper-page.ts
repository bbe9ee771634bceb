import {
  fields,
  parsePublished,
  refused,
  taken,
  uninvertName,
  type ParsedIdentity,
  type ReadItem,
  type SourceRecordInput,
} from '@broadsheet/papers';
import type { MetaTags } from './meta-tags.ts';

/**
 * A paper by the meta tags of its page: those that Google Scholar reads (`citation_…`), else Dublin Core.
 * Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
 *
 * Names of the paper besides the one by which the page was found are its word alone, and remembered only: a page shall not be able to
 * make one paper of two that are not its own.
 */
export function readPaperPage(
  tags: MetaTags,
  { name, url }: { name: ParsedIdentity; url: string },
): ReadItem {
  const first = (...names: string[]) => names.map((one) => tags.get(one)?.[0] ?? '').find(Boolean) ?? '';
  const title = first('citation_title', 'dc.title', 'dcterms.title', 'eprints.title');
  if (title === '')
    return refused(
      'page',
      url,
      'title',
      'This page does not say which paper it is about: it has no citation_title. Give the paper’s DOI or arXiv id, or its BibTeX.',
      url,
    );
  const own: SourceRecordInput['identities'][number] = {
    scheme: name.scheme,
    value: name.value,
    confirmed: true,
  };
  const doi = first('citation_doi', 'dc.identifier.doi', 'prism.doi');
  const arxivId = first('citation_arxiv_id');
  const others = fields
    .identitiesIn(
      doi === '' ? '' : `doi:${doi.replace(/^(doi:|https?:\/\/(dx\.)?doi\.org\/)/i, '')}`,
      arxivId === '' ? '' : `arxiv:${arxivId}`,
    )
    .filter(({ scheme, value }) => scheme !== own.scheme || value !== own.value)
    .map((identity) => ({ ...identity, confirmed: false }));
  const published = parsePublished(
    first(
      'citation_publication_date',
      'citation_online_date',
      'citation_date',
      'dc.date',
      'dcterms.issued',
      'dc.issued',
    ),
  );
  const venue = first('citation_conference_title', 'citation_journal_title', 'prism.publicationname');
  return taken(url, {
    source: 'page',
    key: name.value,
    identities: [own, ...others],
    title: title.slice(0, 2000),
    abstract: first('citation_abstract', 'dcterms.abstract', 'dc.description.abstract').slice(0, 50_000),
    authors: authorsIn(tags),
    ...(venue === '' ? {} : { venue: venue.slice(0, 500) }),
    ...(published === null ? {} : { published }),
    links: [...fields.link('page', url), ...fields.link('pdf', first('citation_pdf_url'))],
  });
}

/** One tag an author; some pages name all in one, with semicolons in between. */
function authorsIn(tags: MetaTags) {
  const named =
    tags.get('citation_author') ??
    tags.get('citation_authors')?.flatMap((names) => names.split(';')) ??
    tags.get('dc.creator') ??
    [];
  return named
    .map((name) => uninvertName(name.trim()))
    .filter((name) => name !== '' && name.length <= 300)
    .slice(0, 5000)
    .map((name) => ({ name }));
}
