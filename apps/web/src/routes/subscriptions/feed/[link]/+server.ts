import { issuesFeed, listIssues } from '@broadsheet/mail';
import { library } from '../../../../lib/server/library.ts';
import { aboutPlan } from '../../../../lib/server/mail/about-plan.ts';
import { followedBehind } from '../../../../lib/server/mail/signed.ts';
import { signer } from '../../../../lib/server/mail/signer.ts';
import { siteUrl } from '../../../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** Issues to a feed: a month of days. */
const length = 30;

/** A subscription's issues as RSS, for its subscriber. */
export const GET: RequestHandler = async ({ params, url }) => {
  const subscription = await followedBehind(params.link);
  const issues = await listIssues(library(), subscription.id, length);
  const site = siteUrl(url);
  const sign = await signer();
  const body = issuesFeed(issues, {
    site,
    feedUrl: site + url.pathname,
    title: aboutPlan(subscription.plan).title,
    issueUrl: (id) => `${site}/issues/${sign.sign('issue', id)}`,
  });
  return new Response(body, {
    headers: {
      'content-type': 'application/rss+xml; charset=utf-8',
      'cache-control': 'private, max-age=300',
    },
  });
};
