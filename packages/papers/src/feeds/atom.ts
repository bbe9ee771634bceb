import type { FeedChannel, FeedEntry } from './feed-input.ts';
import { element, escapeXml } from './xml.ts';

/** Atom (RFC 4287). */
export function renderAtom(feed: FeedChannel, entries: readonly FeedEntry[], updated: Date): string {
  const items = entries.map((entry) =>
    [
      '<entry>',
      element('id', entry.id),
      element('title', entry.title),
      `<link rel="alternate" href="${escapeXml(entry.url)}"/>`,
      element('published', entry.published.toISOString()),
      element('updated', entry.updated.toISOString()),
      // An entry needs an author (4.1.2); a paper whose authors are unknown is the feed's.
      ...(entry.authors.length > 0 ? entry.authors : ['Unknown authors']).map(
        (name) => `<author>${element('name', name)}</author>`,
      ),
      ...entry.categories.map((category) => `<category term="${escapeXml(category)}"/>`),
      element('content', entry.html, ' type="html"'),
      '</entry>',
    ]
      .filter(Boolean)
      .join(''),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(feed.language ?? 'en')}">`,
    element('id', feed.feedUrl),
    element('title', feed.title),
    element('subtitle', feed.description),
    `<link rel="self" href="${escapeXml(feed.feedUrl)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(feed.homeUrl)}"/>`,
    element('updated', updated.toISOString()),
    '<generator>Broadsheet</generator>',
    ...items,
    '</feed>\n',
  ].join('\n');
}
