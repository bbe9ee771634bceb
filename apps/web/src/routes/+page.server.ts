import { currentDay, describeDay, listPapers } from '@broadsheet/papers';
import type { Member } from '@broadsheet/people';
import { listSourceStates } from '@broadsheet/sources';
import type { PaperCard } from '../lib/card.ts';
import { loadMonth } from '../lib/server/calendar-month.ts';
import { now } from '../lib/server/clock.ts';
import { library } from '../lib/server/library.ts';
import { loadCards, readListQuery } from '../lib/server/list-page.ts';
import { describe } from '../lib/server/load-list.ts';
import { withOwnMarks } from '../lib/server/own-marks.ts';
import { ownRules } from '../lib/server/rules/own-rules.ts';
import { freshnessOf } from '../lib/server/sources/freshness.ts';
import { toCard } from '../lib/server/to-card.ts';
import { dayView } from '../lib/server/views.ts';
import type { PageServerLoad } from './$types';

/** A day with fewer papers than this is followed by what is trending. */
const shortDay = 10;

/** Today's papers; while there are none, the last full day's, with words about it. */
export const load: PageServerLoad = async ({ url, setHeaders, locals }) => {
  setHeaders({ 'cache-control': 'public, max-age=60' });
  const today = await describeDay(library(), currentDay(now()), now());
  const shown = today.count > 0 ? today.day : (today.lastFull ?? today.previous ?? today.day);
  const view = dayView(shown);
  const day = shown === today.day ? today : await describeDay(library(), shown, now());
  const list = await loadCards(view, url.searchParams, locals.member);
  return {
    today,
    day,
    freshness: freshnessOf(await listSourceStates(library()), today, now()),
    view: { ...describe(view), path: '/' },
    list,
    trending: list.total < shortDay ? await loadTrending(list.cards, locals.member) : [],
    asked: readListQuery(url.searchParams),
    month: await loadMonth(shown),
  };
};

async function loadTrending(shown: readonly PaperCard[], member: Member | null): Promise<PaperCard[]> {
  const known = new Set(shown.map(({ id }) => id));
  const rules = await ownRules(member);
  const { items } = await listPapers(
    library(),
    { order: 'trending', ...(rules === null ? {} : { hide: rules.hides }) },
    { limit: 2 * shortDay, offset: 0 },
  );
  const cards = items
    .filter(({ id }) => !known.has(id))
    .slice(0, shortDay)
    .map(toCard);
  return withOwnMarks(member, cards);
}
