import { isOperator } from '../../lib/server/access/require-operator.ts';
import { library } from '../../lib/server/library.ts';
import { creditOf } from '../../lib/server/sources/credits.ts';
import type { PageServerLoad } from './$types';

/** Where the papers come from, by the number of their records, under which licences, and who is to be thanked. */
export const load: PageServerLoad = async (event) => {
  const rows = await library().query<{ source: string; records: number }>(
    'select source, count(*)::int as records from records group by 1 order by 2 desc, 1',
  );
  const sources = rows.map((row) => ({ ...row, ...creditOf(row.source) }));
  return {
    sources,
    thanks: [...new Set(sources.flatMap(({ thanks }) => thanks ?? []))],
    operator: isOperator(event),
  };
};
