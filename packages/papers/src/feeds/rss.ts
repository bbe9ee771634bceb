import type { FeedChannel, FeedEntry } from './feed-input.ts';
import { element, escapeXml } from './xml.ts';

/**
 * RSS 2.0 (https://www.rssboard.org/rss-specification) with Atom's self link and Dublin Core's creator, since RSS's own
 * `author` must be an e-mail address.
 */
export function renderRss(feed: FeedChannel, entries: readonly FeedEntry[], updated: Date): string {
  const items = entries.map((entry) =>
    [
      '<item>',
      element('title', entry.title),
      element('link', entry.url),
      element('guid', entry.id, ' isPermaLink="false"'),
      element('pubDate', entry.published.toUTCString()),
      ...entry.authors.map((name) => element('dc:creator', name)),
      ...entry.categories.map((category) => element('category', category)),
      element('description', entry.html),
      '</item>',
    ]
      .filter(Boolean)
      .join(''),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
    element('title', feed.title),
    element('link', feed.homeUrl),
    element('description', feed.description),
    element('language', feed.language ?? 'en'),
    element('lastBuildDate', updated.toUTCString()),
    element('generator', 'Broadsheet'),
    `<atom:link href="${escapeXml(feed.feedUrl)}" rel="self" type="application/rss+xml"/>`,
    ...items,
    '</channel></rss>\n',
  ].join('\n');
}
