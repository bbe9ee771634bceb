import { findPaper, getPapers, renderEntries, type FeedFormat } from '@broadsheet/papers';
import { newestComments } from '@broadsheet/people';
import { error } from '@sveltejs/kit';
import { now } from '../../../../../lib/server/clock.ts';
import { answerFeed } from '../../../../../lib/server/answer-feed.ts';
import { library } from '../../../../../lib/server/library.ts';
import { siteUrl } from '../../../../../lib/server/site-url.ts';
import { toFeedEntries } from '../../../../../lib/server/talk/feed-entries.ts';
import type { RequestHandler } from './$types';

/** Comments to a feed. */
const length = 100;

/** The feed of the talk about a paper, or of all talk. Answers 304 where nothing changed. */
export const GET: RequestHandler = async ({ params, url, request }) => {
  const format = params.format as FeedFormat;
  if (!['rss', 'atom', 'json'].includes(format))
    error(404, { message: 'Feeds end in .rss, .atom or .json.' });
  const site = siteUrl(url);
  const about = params.key === '' ? null : await aboutPaper(params.key);
  const path = about === null ? '/talk' : `/papers/${about.key}/talk`;
  const comments = await newestComments(library(), about === null ? {} : { paperId: about.id }, {
    limit: length,
    now: now(),
  });
  const feed = renderEntries(
    format,
    {
      title: about === null ? 'Talk · Broadsheet' : `Talk: ${about.title.replace(/\s+/g, ' ')} · Broadsheet`,
      description:
        about === null
          ? 'What members say about the papers, the newest first.'
          : 'What members say about this paper, the newest first.',
      homeUrl: `${site}${path}`,
      feedUrl: `${site}${path}.${format}`,
    },
    await toFeedEntries(comments, { store: library(), site }),
  );
  return answerFeed(request, feed);
};

async function aboutPaper(key: string) {
  const found = await findPaper(library(), key);
  const [paper] = found === null ? [] : await getPapers(library(), [found.id]);
  if (paper === undefined)
    error(404, { message: `No paper here is called “${key.slice(0, 100)}”, so its talk has no feed.` });
  return paper;
}
