import { currentDay, describeDay } from '@broadsheet/papers';
import { loadMonth } from '../lib/server/calendar-month.ts';
import { now } from '../lib/server/clock.ts';
import { library } from '../lib/server/library.ts';
import { loadCards, readListQuery } from '../lib/server/list-page.ts';
import { describe } from '../lib/server/load-list.ts';
import { dayView } from '../lib/server/views.ts';
import type { PageServerLoad } from './$types';

/** Today's papers; while there are none, the last full day's, with words about it. */
export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders({ 'cache-control': 'public, max-age=60' });
  const today = await describeDay(library(), currentDay(now()), now());
  const shown = today.count > 0 ? today.day : (today.lastFull ?? today.previous ?? today.day);
  const view = dayView(shown);
  const day = shown === today.day ? today : await describeDay(library(), shown, now());
  return {
    today,
    day,
    view: { ...describe(view), path: '/' },
    list: await loadCards(view, url.searchParams),
    asked: readListQuery(url.searchParams),
    month: await loadMonth(shown),
  };
};
