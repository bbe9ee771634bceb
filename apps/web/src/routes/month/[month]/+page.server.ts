import { loadList } from '../../../lib/server/load-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  loadList(event, `“${event.params.month}” is not a month. Write it as /month/2026-03.`);
