import { renderFeed, type FeedFormat } from '@broadsheet/papers';
import { error } from '@sveltejs/kit';
import { answerFeed } from '../../../../lib/server/answer-feed.ts';
import { feedSource } from '../../../../lib/server/feeds/feed-source.ts';
import { ownRules } from '../../../../lib/server/rules/own-rules.ts';
import { siteUrl } from '../../../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** The feed of any view, also of a search, by the same selection as its page. Answers 304 where nothing changed. */
export const GET: RequestHandler = async ({ params, url, request, locals }) => {
  const format = params.format as FeedFormat;
  if (!['rss', 'atom', 'json'].includes(format))
    error(404, { message: 'Feeds end in .rss, .atom or .json.' });
  const site = siteUrl(url);
  const source = await feedSource(params.view, url.searchParams, await ownRules(locals.member));
  const feed = renderFeed(format, {
    ...source,
    homeUrl: `${site}${source.path}`,
    feedUrl: `${site}${url.pathname}${url.search}`,
    siteUrl: site,
  });
  return answerFeed(request, feed);
};
