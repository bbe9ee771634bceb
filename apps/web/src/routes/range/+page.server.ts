import { loadList } from '../../lib/server/load-list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  loadList(
    event,
    'A range needs two days, the first not after the second: /range?from=2026-03-01&to=2026-03-10.',
  );
