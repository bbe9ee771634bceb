import {
  currentDay,
  findPaper,
  getPaper,
  listPapers,
  parseMonth,
  parseWeek,
  type PaperDetail,
  type Selection,
  type Store,
} from '@broadsheet/papers';
import type { dailyPapers, hfPaper, hfPapers, hfRepos } from './hugging-face-operations.ts';
import { hiding } from './hiding.ts';
import { hasHuggingFaceId, submitterName, toHfDailyItem, toHfPaper, toHfRepos } from './hugging-face.ts';
import { nextPage } from './next-page.ts';
import type { Answerer, QueryOf } from './operation.ts';
import { ApiProblem } from './problem.ts';

export const answerDailyPapers: Answerer<typeof dailyPapers> = async ({ query }, asking) => {
  const { store, now, url } = asking;
  if (query.submitter !== undefined && query.submitter !== submitterName) return { body: [] };
  const offset = query.p * query.limit;
  const selection = { ...dailySelection(query, now), ...(await hiding(asking)) };
  const page = await listPapers(store, selection, { limit: query.limit, offset });
  return {
    body: page.items.map((paper) => toHfDailyItem(paper, url.origin)),
    headers: nextPage(url, page, { p: String(query.p + 1) }),
  };
};

/** A period in the order of votes, as that API has it; no period means the newest up to today. */
function dailySelection(query: QueryOf<typeof dailyPapers>, now: Date): Selection {
  const { date, week, month, sort } = query;
  const named = [date, week, month].filter((period) => period !== undefined);
  if (named.length > 1) {
    throw new ApiProblem(400, 'More than one period', 'Give one of date, week and month, not several.');
  }
  const period =
    date !== undefined
      ? { from: date, to: date }
      : week !== undefined
        ? parseWeek(week)
        : month !== undefined
          ? parseMonth(month)
          : null;
  if (sort === 'trending')
    return { ...(period ? { from: period.from, to: period.to } : {}), withArxivId: true, order: 'trending' };
  return period
    ? { from: period.from, to: period.to, withArxivId: true, order: 'votes' }
    : { to: currentDay(now), withArxivId: true, order: 'newest' };
}

export const answerHfPaper: Answerer<typeof hfPaper> = async ({ params }, { store }) => ({
  body: toHfPaper(await paperCalled(store, params.arxivId)),
});

export const answerHfRepos: Answerer<typeof hfRepos> = async ({ params }, { store }) => ({
  body: toHfRepos(await paperCalled(store, params.arxivId)),
});

async function paperCalled(store: Store, arxivId: string): Promise<PaperDetail> {
  const found = await findPaper(store, arxivId);
  const paper = found && (await getPaper(store, found.id));
  if (!paper || !hasHuggingFaceId(paper)) {
    throw new ApiProblem(404, 'Paper not found', `There is no paper ${arxivId} here.`);
  }
  return paper;
}

export const answerHfPapers: Answerer<typeof hfPapers> = async ({ query }, asking) => {
  const { store, url } = asking;
  const offset = query.cursor === undefined ? 0 : readCursor(query.cursor);
  const page = await listPapers(
    store,
    { withArxivId: true, order: 'newest', ...(await hiding(asking)) },
    { limit: query.limit, offset },
  );
  return {
    body: page.items.map(toHfPaper),
    headers: nextPage(url, page, { cursor: writeCursor(offset + query.limit) }),
  };
};

/** Cursors are opaque to clients, so that what they hold can change. */
function writeCursor(offset: number): string {
  return Buffer.from(`after:${offset}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const [, offset] = /^after:(\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (offset === undefined) {
    throw new ApiProblem(
      400,
      'Unknown cursor',
      'cursor: take it as it stands in the Link header of a page, or leave it out.',
    );
  }
  return Number(offset);
}
