import { identitiesOf, parseArxivId } from '../identity/index.ts';
import { parsePublished, splitAuthors } from '../normalise/index.ts';
import type { ReadItem } from '../record/reject.ts';
import { categoriesIn, identitiesIn, link } from './fields.ts';
import { refused, taken } from './items.ts';
import { childrenOf, childText, type XmlElement } from './xml-records.ts';

/** An `<entry>` of arXiv's query API, or of its daily feed in Atom form (which has an `announce_type`). */
export function readAtomEntry(entry: XmlElement, number: number): ReadItem {
  const id = childText(entry, 'id');
  const position = `entry ${number}`;
  if (/\/api\/errors/.test(id) || childText(entry, 'title') === 'Error') {
    return refused(
      'arxiv-api',
      position,
      null,
      `arXiv answered with an error: ${childText(entry, 'summary')}.`,
      id,
    );
  }
  return childText(entry, 'announce_type') === ''
    ? readApiEntry(entry, position, id)
    : readFeedItem(entry, number);
}

function readApiEntry(entry: XmlElement, position: string, address: string): ReadItem {
  const arxiv = parseArxivId(/\/abs\/(.+)$/.exec(address)?.[1] ?? '');
  if (arxiv === null) {
    return refused('arxiv-api', position, 'id', 'id must be the address of an arXiv abstract page.', address);
  }
  const published = parsePublished(childText(entry, 'published'));
  const updated = parsePublished(childText(entry, 'updated'));
  const primary = childrenOf(entry, 'primary_category')[0]?.attributes['term'];
  const categories = categoriesIn(
    childrenOf(entry, 'category').flatMap(({ attributes }) => attributes['term'] ?? []),
  );
  const version = arxiv.version ?? 1;
  const comment = childText(entry, 'comment');
  return taken(position, {
    source: 'arxiv-api',
    key: arxiv.id,
    version,
    statedAt: updated?.precision === 'time' ? updated.value : null,
    identities: identitiesIn(`arxiv:${arxiv.id}`, doiText(childText(entry, 'doi'))),
    title: childText(entry, 'title'),
    abstract: childText(entry, 'summary'),
    authors: childrenOf(entry, 'author').map((author) => {
      const affiliation = childText(author, 'affiliation');
      return { name: childText(author, 'name'), ...(affiliation === '' ? {} : { affiliation }) };
    }),
    categories: primary === undefined ? categories : [...new Set([primary, ...categories])],
    ...(published === null ? {} : { published }),
    ...(updated?.precision === 'time' ? { updatedAt: updated.value } : {}),
    versions: [{ number: version, ...(updated?.precision === 'time' ? { date: updated.value } : {}) }],
    comment,
    journalRef: childText(entry, 'journal_ref'),
    links: arxivLinks(arxiv.id),
    withdrawn: isWithdrawn(comment),
  });
}

/**
 * An item of arXiv's daily feed, in its RSS or its Atom form. The feed's date is the morning after the announcement;
 * only a first version, new or cross-listed, is announced by it: replacements are old papers.
 */
export function readFeedItem(item: XmlElement, number: number): ReadItem {
  const name = childText(item, 'guid') || childText(item, 'id');
  const arxiv = parseArxivId(name.replace(/^oai:arXiv\.org:/i, ''));
  if (arxiv === null) {
    return refused(
      'arxiv-feed',
      `item ${number}`,
      'guid',
      'guid must be oai:arXiv.org: and an arXiv id.',
      name,
    );
  }
  const version = arxiv.version ?? 1;
  const dated = parsePublished(childText(item, 'pubDate') || childText(item, 'published'));
  const description = childText(item, 'description') || childText(item, 'summary');
  const terms = childrenOf(item, 'category').map(
    (category) => category.attributes['term'] ?? category.text.trim(),
  );
  const isNew = version === 1 && /^(new|cross)$/.test(childText(item, 'announce_type'));
  return taken(`item ${number}`, {
    source: 'arxiv-feed',
    key: arxiv.id,
    version,
    statedAt: dated?.precision === 'time' ? dated.value : null,
    identities: identitiesIn(`arxiv:${arxiv.id}`, doiText(childText(item, 'DOI'))),
    title: childText(item, 'title'),
    abstract: description.replace(/^arXiv:\S+\s+Announce Type:[^\n]*\n?\s*(?:Abstract:\s*)?/i, ''),
    authors: splitAuthors(childText(item, 'creator')),
    categories: categoriesIn(terms),
    ...(isNew && dated
      ? { published: { value: dated.value.slice(0, 10), precision: 'listed-day' as const } }
      : {}),
    versions: [{ number: version }],
    license: childText(item, 'rights'),
    journalRef: childText(item, 'journal_reference'),
    links: arxivLinks(arxiv.id),
  });
}

export function arxivLinks(id: string) {
  return [...link('page', `https://arxiv.org/abs/${id}`), ...link('pdf', `https://arxiv.org/pdf/${id}`)];
}

/** arXiv marks a withdrawal in the comments: "This paper has been withdrawn by the author". */
export function isWithdrawn(comment: string): boolean {
  return /\bwithdrawn\b/i.test(comment) && !/\bnot withdrawn\b/i.test(comment);
}

/** The first of the DOIs that a field lists. */
export function doiText(field: string): string {
  const [first = ''] = field.trim().split(/\s+/);
  return identitiesOf(first).length > 0 ? first : '';
}
