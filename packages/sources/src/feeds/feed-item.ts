import { createHash } from 'node:crypto';
import {
  childrenOf,
  fields,
  parsePublished,
  refused,
  taken,
  wholeTextOf,
  type ReadItem,
  type SourceRecordInput,
  type XmlElement,
} from '@broadsheet/papers';
import { shownUrl } from '../http/shown-url.ts';
import { authorsOf } from './feed-authors.ts';

/** What is known of the feed that an item stands in. */
export interface FeedOrigin {
  url: string;
  /** For people; the host where it is left out. */
  name?: string | undefined;
  /** Where its papers are published, if the items do not say. */
  venue?: string | undefined;
}

/** Prefixes of modules whose elements are not the item's own: `media:title` is the title of a picture. */
const modules = new Set(['media', 'itunes', 'podcast', 'dc', 'dcterms', 'prism', 'content', 'georss', 'cc']);
const blocks = new Set(
  'p div br hr section article blockquote ul ol li table tr h1 h2 h3 h4 h5 h6'.split(' '),
);
/** Longer than any abstract; an article that is given whole is cut, since the record would be refused. */
const longestText = 40_000;

/**
 * An item of a feed: RSS 2.0's and RSS 1.0's `<item>`, Atom's `<entry>`, with Dublin Core and PRISM.
 * Sources: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec, RFC 4287,
 * https://www.w3.org/Submission/2020/SUBM-prism-20200910/
 */
export function readFeedItem(item: XmlElement, number: number, feed: FeedOrigin): ReadItem {
  const position = `${feed.name ?? URL.parse(feed.url)?.host ?? feed.url} item ${number}`;
  const title = text(item, 'title') || text(item, 'title', 'dc');
  const links = linksOf(item, feed.url);
  const guid = text(item, 'guid') || text(item, 'id') || aboutOf(item);
  if (title === '') {
    return refused('rss', position, 'title', 'The item has no title.', guid || (links.page ?? ''));
  }
  const published = parsePublished(
    text(item, 'published') ||
      text(item, 'pubDate') ||
      text(item, 'date', 'dc') ||
      text(item, 'publicationDate', 'prism') ||
      text(item, 'coverDate', 'prism') ||
      text(item, 'issued', 'dcterms'),
  );
  const updated = parsePublished(text(item, 'updated') || text(item, 'modified', 'dcterms'));
  const updatedAt = updated?.precision === 'time' ? updated.value : null;
  const venue = (text(item, 'publicationName', 'prism') || (feed.venue ?? '')).slice(0, 500);
  const rights = text(item, 'rights', 'dc') || text(item, 'rights') || text(item, 'license', 'cc');
  return taken(position, {
    source: 'rss',
    key: keyOf(feed.url, guid || links.page || title),
    statedAt: updatedAt ?? (published?.precision === 'time' ? published.value : null),
    identities: namesOf(
      text(item, 'doi', 'prism'),
      text(item, 'identifier', 'dc'),
      guid,
      links.page ?? '',
      ...links.others,
    ),
    title,
    abstract: descriptionOf(item),
    authors: authorsOf(item),
    ...(venue === '' ? {} : { venue }),
    ...(published === null ? {} : { published }),
    ...(updatedAt === null ? {} : { updatedAt }),
    // What remains is "© 2026 The Authors" in a hundred forms, which permits nothing.
    ...(/creativecommons|\bCC[ -](?:BY|0)|\bCC0/i.test(rights) && rights.length <= 300
      ? { license: rights }
      : {}),
    keywords: subjectsOf(item),
    links: [
      ...(links.page === null ? [] : fields.link('page', links.page)),
      ...(links.pdf === null ? [] : fields.link('pdf', links.pdf)),
    ],
  });
}

/** The text of the first element of this name that is the item's own, or that has this prefix. */
function text(item: XmlElement, name: string, prefix?: string): string {
  const found = item.children.find(
    (element) =>
      element.name === name &&
      (prefix === undefined ? !modules.has(element.prefix) : element.prefix === prefix),
  );
  return found === undefined ? '' : shown(found);
}

/** Text with its paragraphs; XHTML inside of Atom is text too. */
function shown(element: XmlElement): string {
  return wholeTextOf(element, (tag, inside) => (blocks.has(tag) ? `\n\n${inside}\n\n` : inside)).trim();
}

/** `<p>Nature, Published online: 13 May 2026; <a href="…">doi:10.1038/…</a></p>`, which is told in fields of its own. */
const preamble =
  /^\s*(?:<p>)?[^<>]{0,200}\bPublished online:[^<>]{0,100}(?:<a\s[^<>]{0,500}>)?\s*doi:[^<>]{0,200}(?:<\/a>)?\s*(?:<\/p>)?/i;

/** The summary where there is one; else the beginning of the whole. Ingest strips the HTML. */
function descriptionOf(item: XmlElement): string {
  const found = (
    text(item, 'description') ||
    text(item, 'summary') ||
    text(item, 'abstract', 'dcterms') ||
    text(item, 'description', 'dc') ||
    text(item, 'encoded', 'content') ||
    text(item, 'content')
  ).replace(preamble, '');
  if (found.length <= longestText) return found;
  const cut = found.slice(0, longestText);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1))} …`;
}

/** RSS 1.0 names its items by an attribute, `rdf:about`. */
function aboutOf({ attributes }: XmlElement): string {
  return Object.entries(attributes).find(([name]) => /(^|:)about$/.test(name))?.[1] ?? '';
}

/** RSS writes the address as text, Atom as an attribute; addresses may be relative to the feed's. */
function linksOf(item: XmlElement, base: string) {
  const links: { page: string | null; pdf: string | null; others: string[] } = {
    page: null,
    pdf: null,
    others: [],
  };
  for (const element of [...childrenOf(item, 'link'), ...childrenOf(item, 'enclosure')].slice(0, 50)) {
    const { href, url, rel = 'alternate', type = '' } = element.attributes;
    const address = URL.parse((href ?? url ?? element.text).trim() || 'about:blank', base);
    if (address === null || !/^https?:$/.test(address.protocol)) continue;
    if (/^application\/pdf\b/i.test(type)) links.pdf ??= address.href;
    else if (element.name === 'link' && rel === 'alternate') links.page ??= address.href;
    else if (element.name === 'link' && (rel === 'related' || rel === 'via')) links.others.push(address.href);
  }
  return links;
}

/**
 * The names in an item. An address that is only an address may be that of the journal's front page on every item, and
 * would make one paper of them all: it counts where the titles agree.
 */
function namesOf(...found: string[]): SourceRecordInput['identities'] {
  return fields
    .identitiesIn(...found)
    .filter(({ value }) => value.length <= 500)
    .slice(0, 20)
    .map((name) => (name.scheme === 'url' ? { ...name, confirmed: false } : name));
}

function subjectsOf(item: XmlElement): string[] {
  const subjects = [
    ...childrenOf(item, 'category').map(
      (category) => category.attributes['label'] ?? category.attributes['term'] ?? category.text,
    ),
    ...childrenOf(item, 'subject').map((subject) => subject.text),
  ].map((subject) => subject.trim());
  return [...new Set(subjects)].filter((subject) => subject !== '' && subject.length <= 200).slice(0, 50);
}

/** The feed and the item's own name. Tokens in the feed's address stay out of it. */
function keyOf(url: string, guid: string): string {
  const key = `${shownUrl(url)} ${guid}`;
  if (key.length <= 500) return key;
  return `${shownUrl(url).slice(0, 400)} ${createHash('sha256').update(guid).digest('base64url')}`;
}
