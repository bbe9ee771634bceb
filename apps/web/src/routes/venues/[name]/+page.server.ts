import { loadList } from '../../../lib/server/load-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  loadList(event, `“${event.params.name}” is not a venue of any paper here. /venues names them all.`);
