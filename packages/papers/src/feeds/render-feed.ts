import { createHash } from 'node:crypto';
import { renderAtom } from './atom.ts';
import { toEntry } from './entry.ts';
import type { FeedChannel, FeedEntry, FeedFormat, FeedInput } from './feed-input.ts';
import { renderJsonFeed } from './json-feed.ts';
import { renderRss } from './rss.ts';

export interface RenderedFeed {
  body: string;
  contentType: string;
  /** Strong validator (RFC 9110, 8.8.3): equal bodies, equal tags. */
  etag: string;
  /** When the newest of its papers last changed; 1970 for an empty feed. */
  lastModified: Date;
}

const contentTypes: Record<FeedFormat, string> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** Writes a view's papers as a feed. */
export function renderFeed(format: FeedFormat, feed: FeedInput): RenderedFeed {
  return renderEntries(
    format,
    feed,
    feed.papers.map((paper) => toEntry(paper, feed.siteUrl)),
  );
}

/**
 * Writes entries of any kind as a feed. Written here and not by a library: the kept ones write RSS authors that are no
 * addresses, JSON Feed 1.0, and control characters that XML forbids.
 */
export function renderEntries(
  format: FeedFormat,
  feed: FeedChannel,
  entries: readonly FeedEntry[],
): RenderedFeed {
  const lastModified = new Date(Math.max(0, ...entries.map((entry) => entry.updated.getTime())));
  const body =
    format === 'rss'
      ? renderRss(feed, entries, lastModified)
      : format === 'atom'
        ? renderAtom(feed, entries, lastModified)
        : renderJsonFeed(feed, entries);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, contentType: contentTypes[format], etag, lastModified };
}
