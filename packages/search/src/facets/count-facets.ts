import { categoryName } from '@broadsheet/papers';
import type { Facet, SearchAnswer } from '../answer.ts';
import type { Inside } from '../lexical/index-lookup.ts';

/** Values shown of one facet. */
const shown = 12;

/** Counts papers by year, category and venue: years newest first, the others by count. */
export async function countFacets(
  inside: Inside,
  ids: readonly number[],
): Promise<NonNullable<SearchAnswer['facets']>> {
  const rows = await inside.query<{ field: string; value: string; count: number }>(
    `with found as materialized (select year, categories, venue from papers where id = any($1::bigint[]))
     select 'year' as field, year::text as value, count(*)::int as count from found where year is not null group by 2
     union all select 'category', c, count(*)::int from found, unnest(categories) c group by 2
     union all select 'venue', venue, count(*)::int from found where venue is not null group by 2`,
    [ids],
  );
  const of = (field: string): Facet[] =>
    rows
      .filter((row) => row.field === field)
      .map(({ value, count }) => ({
        value,
        label: (field === 'category' && categoryName(value)) || value,
        count,
      }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, shown);
  return {
    year: of('year').sort((a, b) => Number(b.value) - Number(a.value)),
    category: of('category'),
    venue: of('venue'),
  };
}
