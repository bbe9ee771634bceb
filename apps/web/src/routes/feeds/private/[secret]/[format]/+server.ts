import { renderFeed, type FeedFormat } from '@broadsheet/papers';
import { openPrivateAddress } from '@broadsheet/people';
import { error } from '@sveltejs/kit';
import { answerFeed } from '../../../../../lib/server/answer-feed.ts';
import { now } from '../../../../../lib/server/clock.ts';
import { personalSource } from '../../../../../lib/server/feeds/personal-source.ts';
import { library } from '../../../../../lib/server/library.ts';
import { siteUrl } from '../../../../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** A member's own view for whoever has its private address, as a feed. */
export const GET: RequestHandler = async ({ params, url, request }) => {
  const format = params.format as FeedFormat;
  const address = await openPrivateAddress(library(), params.secret);
  // The same for an address that never was and one that was taken back.
  if (address === null || !['rss', 'atom', 'json'].includes(format))
    error(404, { message: 'This address leads nowhere. Its owner may have taken it back.' });
  const site = siteUrl(url);
  const source = await personalSource(library(), address.memberId, address.view, now());
  const feed = renderFeed(format, {
    ...source,
    title: `${address.label} · Broadsheet`,
    homeUrl: `${site}${source.path}`,
    feedUrl: `${site}${url.pathname}`,
    siteUrl: site,
  });
  const response = answerFeed(request, feed);
  response.headers.set('cache-control', 'private, max-age=300');
  return response;
};
