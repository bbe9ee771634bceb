import { library } from '../../lib/server/library.ts';
import type { PageServerLoad } from './$types';

/** Where the papers come from, by the number of their records. */
export const load: PageServerLoad = async () => ({
  sources: await library().query<{ source: string; records: number }>(
    'select source, count(*)::int as records from records group by 1 order by 2 desc',
  ),
});
