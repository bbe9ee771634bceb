import { getPapers, listPapers, renderFeed, type FeedFormat } from '@broadsheet/papers';
import { readSeeds, searchPapers } from '@broadsheet/search';
import { error } from '@sveltejs/kit';
import { answerFeed } from '../../../../lib/server/answer-feed.ts';
import { now } from '../../../../lib/server/clock.ts';
import { encoderInUse } from '../../../../lib/server/encoder.ts';
import { library } from '../../../../lib/server/library.ts';
import { findSimilar, namesOf } from '../../../../lib/server/similar/find-similar.ts';
import {
  checkSimilarForm,
  readSimilarForm,
  similarPath,
} from '../../../../lib/server/similar/read-similar-form.ts';
import { siteUrl } from '../../../../lib/server/site-url.ts';
import { viewAt } from '../../../../lib/server/views.ts';
import type { RequestHandler } from './$types';

/** Papers to a feed: two days of a busy category. */
const length = 100;

/** The feed of any view, also of a search, by the same selection as its page. Answers 304 where nothing changed. */
export const GET: RequestHandler = async ({ params, url, request }) => {
  const format = params.format as FeedFormat;
  if (!['rss', 'atom', 'json'].includes(format))
    error(404, { message: 'Feeds end in .rss, .atom or .json.' });
  const site = siteUrl(url);
  const source =
    params.view === 'search'
      ? await searched(url)
      : params.view === 'similar'
        ? await similarTo(url)
        : await listed(params.view, url);
  const feed = renderFeed(format, {
    ...source,
    homeUrl: `${site}${source.path}`,
    feedUrl: `${site}${url.pathname}${url.search}`,
    siteUrl: site,
  });
  return answerFeed(request, feed);
};

async function listed(name: string, url: URL) {
  const view = await viewAt(library(), `/${name}`, url.searchParams, now());
  if (view === null) error(404, { message: `There is no list at /${name}, so it has no feed.` });
  const { items } = await listPapers(library(), view.selection, { limit: length, offset: 0 });
  return {
    title: `${view.title} · Broadsheet`,
    description: view.description,
    path: view.path,
    papers: items,
  };
}

async function searched(url: URL) {
  const query = url.searchParams.get('q')?.trim() ?? '';
  if (query === '')
    error(400, { message: 'A search feed needs a query: /search.rss?q=contrastive+learning.' });
  // Newest first: a feed of a search is there to tell what is new.
  const { hits } = await searchPapers(library(), { query, sort: 'date', limit: length });
  const papers = await getPapers(
    library(),
    hits.map(({ paper }) => paper.id),
  );
  return {
    title: `${query} · Broadsheet`,
    description: `Papers that match ${query}, newest first.`,
    path: `/search?q=${encodeURIComponent(query)}&sort=date`,
    papers,
  };
}

async function similarTo(url: URL) {
  const form = readSimilarForm(url.searchParams);
  const read = await readSeeds(library(), form.of);
  if (read.seeds.length === 0)
    error(400, {
      message: 'A feed of similar papers needs papers that are here: /similar.rss?of=2103.03230,2105.04906.',
    });
  const troubles = Object.values(checkSimilarForm(form));
  if (troubles.length > 0) error(400, { message: troubles.join(' ') });
  // Newest first: a feed is there to tell what is new.
  const newest = { ...form, sort: 'date' as const };
  const found = await findSimilar(library(), read, newest, await encoderInUse(), length);
  const [first] = await namesOf(library(), read.seeds);
  const others = read.seeds.length - 1;
  const of = `${first?.title ?? ''}${others > 0 ? ` and ${others} ${others === 1 ? 'other' : 'others'}` : ''}`;
  return {
    title: `Like ${of} · Broadsheet`,
    description: `Papers like ${of}, newest first.`,
    path: similarPath(
      read.seeds.map(({ key }) => key),
      newest,
    ),
    papers: found.map(({ paper }) => paper),
  };
}
