import { loadList } from '../../../lib/server/load-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => loadList(event, `“${event.params.slug}” is not a list here.`);
