import { describeDay } from '@broadsheet/papers';
import { loadMonth } from '../../../lib/server/calendar-month.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { loadList } from '../../../lib/server/load-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await loadList(event, `“${event.params.day}” is not a day. Write it as /day/2026-03-10.`);
  const day = await describeDay(library(), event.params.day, now());
  return { ...list, day, month: await loadMonth(event.params.day) };
};
