import { getPapers, listPapers, type PaperSummary } from '@broadsheet/papers';
import type { RulesInForce } from '@broadsheet/people';
import { readSeeds, searchPapers } from '@broadsheet/search';
import { error } from '@sveltejs/kit';
import { now } from '../clock.ts';
import { encoderInUse } from '../encoder.ts';
import { library } from '../library.ts';
import { findSimilar, namesOf } from '../similar/find-similar.ts';
import { checkSimilarForm, readSimilarForm, similarPath } from '../similar/read-similar-form.ts';
import { viewAt } from '../views.ts';

/** Papers to a feed: two days of a busy category. */
export const feedLength = 100;

/** What a feed is made from. */
export interface FeedSource {
  title: string;
  description: string;
  /** Address of the page of the same papers, with its query. */
  path: string;
  papers: readonly PaperSummary[];
}

/**
 * The newest papers of a view by its address: of a list, a search, or what is similar. Answers 404 or 400, with words, where there is
 * no such view.
 * @param view without a slash at its beginning: `trending`, `categories/cs.LG`.
 * @param rules Of who asks: what they hide is left out.
 */
export async function feedSource(
  view: string,
  query: URLSearchParams,
  rules: RulesInForce | null,
): Promise<FeedSource> {
  if (view === 'search') return searched(query, rules);
  return view === 'similar' ? similarTo(query, rules) : listed(view, query, rules);
}

async function listed(name: string, query: URLSearchParams, rules: RulesInForce | null): Promise<FeedSource> {
  const view = await viewAt(library(), `/${name}`, query, now());
  if (view === null) error(404, { message: `There is no list at /${name}, so it has no feed.` });
  const { items } = await listPapers(library(), hiding(view.selection, rules), {
    limit: feedLength,
    offset: 0,
  });
  return {
    title: `${view.title} · Broadsheet`,
    description: view.description,
    path: view.path,
    papers: items,
  };
}

async function searched(parameters: URLSearchParams, rules: RulesInForce | null): Promise<FeedSource> {
  const query = parameters.get('q')?.trim() ?? '';
  if (query === '')
    error(400, { message: 'A search feed needs a query: /search.rss?q=contrastive+learning.' });
  // Newest first: a feed of a search is there to tell what is new.
  const { hits } = await searchPapers(
    library(),
    hiding({ query, sort: 'date' as const, limit: feedLength }, rules),
  );
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

async function similarTo(query: URLSearchParams, rules: RulesInForce | null): Promise<FeedSource> {
  const form = readSimilarForm(query);
  const read = await readSeeds(library(), form.of);
  if (read.seeds.length === 0)
    error(400, {
      message: 'A feed of similar papers needs papers that are here: /similar.rss?of=2103.03230,2105.04906.',
    });
  const troubles = Object.values(checkSimilarForm(form));
  if (troubles.length > 0) error(400, { message: troubles.join(' ') });
  // Newest first: a feed is there to tell what is new.
  const newest = { ...form, sort: 'date' as const };
  const found = await findSimilar(library(), read, newest, await encoderInUse(), feedLength, rules?.hides);
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

function hiding<T extends object>(what: T, rules: RulesInForce | null): T & { hide?: RulesInForce['hides'] } {
  return rules === null ? what : { ...what, hide: rules.hides };
}
