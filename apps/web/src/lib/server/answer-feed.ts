import type { RenderedFeed } from '@broadsheet/papers';

/** Sends a feed, or 304 where the reader has it. */
export function answerFeed(request: Request, feed: RenderedFeed): Response {
  const headers = {
    'content-type': feed.contentType,
    'cache-control': 'public, max-age=300',
    etag: feed.etag,
    'last-modified': feed.lastModified.toUTCString(),
  };
  return isKnown(request, feed)
    ? new Response(null, { status: 304, headers })
    : new Response(feed.body, { headers });
}

/** RFC 9110, 13.1: the tag decides where there is one, the date only else. */
function isKnown(request: Request, { etag, lastModified }: RenderedFeed): boolean {
  const tags = request.headers.get('if-none-match');
  if (tags !== null)
    return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
  const since = Date.parse(request.headers.get('if-modified-since') ?? '');
  return !Number.isNaN(since) && since >= Math.floor(lastModified.getTime() / 1000) * 1000;
}
