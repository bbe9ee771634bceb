import { loadList } from '../../../lib/server/load-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  loadList(event, `“${event.params.week}” is not a week of the calendar. Write it as /week/2026-W11.`);
